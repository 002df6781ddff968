"""Files attached to records.

Whoever can read a record can list and download its files; whoever can update it can add and delete
files. The contract says "agents" only, so this is a reading of it. While its object does not allow
attachments, uploads are refused (400), and so is everything else for a record without files: files
from before stay downloadable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from ..._generated import operations
from ...rules.violations import BASE, INVALID_VALUE, TOO_LONG, Violation
from ..calls.bodies import read_envelope, warn_of_dropped
from ..calls.registry import Handlers
from ..data import permitted
from ..wire import errors
from ..wire.multipart import parts
from ..wire.replies import Answer
from ..wire.times import wire_time

if TYPE_CHECKING:
    from ..access.permissions import Action
    from ..calls.context import Call, Services, Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredRecord
    from ..wire.multipart import Part
    from ..wire.queries import Query

handlers: Final = Handlers()

CONTENTS: Final = "/attachments/content/"
"""Path of contents, outside the API: whoever has the address needs no credentials."""
SCAN_MS: Final = 30_000
"""Milliseconds from the upload to the result of the scan for malware."""

_MAX_ATTACHMENTS: Final = 5
_MAX_BYTES: Final = 10 * 1024 * 1024
_LINK_LIFETIME_MS: Final = 5 * 60 * 1000
_SCOPE: Final = "attachment content"
# What the EICAR test file has in it, in two halves: this is no test file.
_MALWARE: Final = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"
_COLUMNS: Final = (
    "number, id, filename, content_type, size, created_by, created_at, infected, released"
)
_NOT_ASCII: Final = re.compile(r"[^ !#-\[\]-~]")


class StoredAttachment(NamedTuple):
    """A stored file without its content: a row of `_COLUMNS`."""

    number: int
    id: str
    filename: str
    content_type: str
    size: int
    created_by: str
    created_at: int
    infected: int
    released: int


@handlers.answers(operations.LIST_CUSTOM_OBJECT_RECORD_ATTACHMENTS)
def list_attachments(call: Call) -> Answer:
    """The files of a record, the oldest first."""
    custom_object, record = _record(call, "read")
    rows = call.store.all(
        f"SELECT {_COLUMNS} FROM attachments WHERE record = ? ORDER BY number", (record.number,)
    )
    return Answer(
        200,
        {
            "custom_object_record_attachments": [
                _wire(call, custom_object, record, StoredAttachment(*row)) for row in rows
            ]
        },
    )


@handlers.answers(operations.CREATE_CUSTOM_OBJECT_RECORD_ATTACHMENT)
def create_attachment(call: Call) -> Answer:
    """Attach the file in the part `uploaded_data`: 200, as documented."""
    custom_object, record = _record(call, "update", uploads=True)
    file = _uploaded(call)
    count = call.store.one("SELECT count(*) FROM attachments WHERE record = ?", (record.number,))[0]
    violations: list[Violation] = []
    if count >= _MAX_ATTACHMENTS:
        message = f"The record has {_MAX_ATTACHMENTS} attachments, and no more are allowed."
        violations.append(Violation(BASE, INVALID_VALUE, message))
    if len(file.content) > _MAX_BYTES:
        message = f"takes {len(file.content)} bytes; at most {_MAX_BYTES} are allowed"
        violations.append(Violation("uploaded_data", TOO_LONG, message))
    if violations:
        raise errors.invalid(violations)
    assert call.caller is not None
    attachment_id = call.services.ulids.make(call.now)
    call.store.run(
        "INSERT INTO attachments VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, FALSE, ?)",
        (
            record.number,
            attachment_id,
            re.split(r"[/\\]", file.filename or "")[-1] or "file",
            file.media_type,
            len(file.content),
            call.caller.user.name,
            call.now,
            _MALWARE in file.content,
            file.content,
        ),
    )
    return _answer(call, custom_object, record, _get(call, record, attachment_id))


@handlers.answers(operations.UPDATE_CUSTOM_OBJECT_RECORD_ATTACHMENT)
def update_attachment(call: Call) -> Answer:
    """Release a file with malware, or lock it again."""
    custom_object, record = _record(call, "read")
    attachment = _get(call, record, call.path["id"])
    given = read_envelope(call, "custom_object_record_attachment", ("malware_access_override",))
    released = given.get("malware_access_override")
    if not isinstance(released, bool):
        message = "must be a boolean"
        violation = Violation("malware_access_override", INVALID_VALUE, message)
        raise errors.invalid([violation])
    call.store.run(
        "UPDATE attachments SET released = ? WHERE number = ?", (released, attachment.number)
    )
    return _answer(call, custom_object, record, attachment._replace(released=released))


@handlers.answers(operations.DELETE_CUSTOM_OBJECT_RECORD_ATTACHMENT)
def delete_attachment(call: Call) -> Answer:
    """Delete a file."""
    _, record = _record(call, "update")
    attachment = _get(call, record, call.path["id"])
    call.store.run("DELETE FROM attachments WHERE number = ?", (attachment.number,))
    return Answer(204)


@handlers.answers(operations.DOWNLOAD_CUSTOM_OBJECT_RECORD_ATTACHMENT)
def download_attachment(call: Call) -> Answer:
    """A redirect to the content, or the content: `Variants.download`.

    A file that has not been scanned yet can be downloaded; one with malware only if it was
    released.
    """
    _, record = _record(call, "read")
    attachment = _get(call, record, call.path["id"])
    inline = call.query.boolean("inline")
    if _status(call, attachment) == "malware_found" and not attachment.released:
        raise errors.forbidden("Malware was found in the attachment")
    if call.services.variants.download == "content":
        return _content(call.services, attachment, "application/octet-stream", inline=inline)
    place = [attachment.id, inline, call.now + _LINK_LIFETIME_MS]
    token = call.services.cursors.seal(_SCOPE, place)
    name = quote(attachment.filename, safe="", errors="replace")
    query = urlencode({"token": token}, quote_via=quote, safe="")
    return Answer(302, b"", [("Location", f"{call.origin}{CONTENTS}{name}?{query}")])


def content(services: Services, now: int, query: Query) -> Answer:
    """The content of a file at the address that a download has led to; 404 once it has expired."""
    query.drop_unknown(("token",))
    if query.unknown:
        raise errors.no_such_page()
    try:
        place = services.cursors.unseal(_SCOPE, "token", query.text("token") or "")
    except errors.RefusedError:
        raise errors.no_such_page() from None
    attachment_id, inline, expires_at = place
    row = services.store.find(f"SELECT {_COLUMNS} FROM attachments WHERE id = ?", (attachment_id,))
    if row is None or now >= expires_at:
        raise errors.no_such_page()
    attachment = StoredAttachment(*row)
    return _content(services, attachment, attachment.content_type, inline=inline)


def _content(
    services: Services, attachment: StoredAttachment, media_type: str, *, inline: bool
) -> Answer:
    row = services.store.one(
        "SELECT content FROM attachments WHERE number = ?", (attachment.number,)
    )
    headers = [
        ("Content-Type", media_type),
        ("Content-Disposition", _disposition(attachment.filename, inline=inline)),
        ("X-Content-Type-Options", "nosniff"),
        # A page that somebody has uploaded must not act as one of the sandbox's own.
        ("Content-Security-Policy", "sandbox; default-src 'none'"),
    ]
    return Answer(200, row[0], headers)


def _disposition(filename: str, *, inline: bool) -> str:
    """The header value of RFC 6266, with a plain name for clients that know no other."""
    kind = "inline" if inline else "attachment"
    extended = quote(filename, safe="", errors="replace")
    plain = _NOT_ASCII.sub("_", filename)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{extended}"


def _record(
    call: Call, action: Action, *, uploads: bool = False
) -> tuple[StoredObject, StoredRecord]:
    """The record with the files; 400 where the object does not allow attachments."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    record_id = call.path["record_id"]
    allowed = call.store.one(
        "SELECT json_extract(attributes, '$.allows_attachments') FROM objects WHERE number = ?",
        (custom_object.number,),
    )[0]
    if not allowed and (uploads or not _has_files(call, custom_object, record_id)):
        raise errors.RefusedError(400, {"error": "Invalid URI endpoint"})
    return custom_object, permitted.get(call, custom_object, "id", record_id, action)


def _has_files(session: Session, custom_object: StoredObject, record_id: str) -> bool:
    row = session.store.find(
        """
        SELECT 1 FROM records JOIN attachments ON attachments.record = records.number
        WHERE records.object = ? AND records.id = ?
        """,
        (custom_object.number, record_id),
    )
    return row is not None


def _uploaded(call: Call) -> Part:
    """The one file in the form; other parts are dropped and named in a header."""
    form = parts(call.content_type, call.content)
    files = [part for part in form if part.name == "uploaded_data"]
    if len(files) != 1 or files[0].filename is None:
        raise errors.bad_request(
            "The form must have one file as uploaded_data", title="Invalid upload"
        )
    others = [part.name for part in form if part.name != "uploaded_data"]
    warn_of_dropped(call, "form", ["uploaded_data"], others)
    return files[0]


def _get(session: Session, record: StoredRecord, attachment_id: str) -> StoredAttachment:
    row = session.store.find(
        f"SELECT {_COLUMNS} FROM attachments WHERE record = ? AND id = ?",
        (record.number, attachment_id),
    )
    if row is None:
        raise errors.not_found()
    return StoredAttachment(*row)


def _status(session: Session, attachment: StoredAttachment) -> str:
    if session.now < attachment.created_at + SCAN_MS:
        return "not_scanned"
    return "malware_found" if attachment.infected else "malware_not_found"


def _answer(
    call: Call, custom_object: StoredObject, record: StoredRecord, attachment: StoredAttachment
) -> Answer:
    return Answer(
        200, {"custom_object_record_attachment": _wire(call, custom_object, record, attachment)}
    )


def _wire(
    session: Session,
    custom_object: StoredObject,
    record: StoredRecord,
    attachment: StoredAttachment,
) -> dict[str, Any]:
    path = f"{custom_object.path}/records/{record.id}/attachments/{attachment.id}/download"
    status = _status(session, attachment)
    scanned = None if status == "not_scanned" else wire_time(attachment.created_at + SCAN_MS)
    return {
        "id": attachment.id,
        "custom_object_record_id": record.id,
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "content_url": f"{session.origin}{path}",
        "created_by": attachment.created_by,
        "created_at": wire_time(attachment.created_at),
        "malware_scan_status": status,
        "malware_scan_completed_at": scanned,
        "malware_access_override": bool(attachment.released),
    }
