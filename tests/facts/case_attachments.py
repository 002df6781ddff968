"""Attachments of records: facts 2.5 and 3.4."""

from __future__ import annotations

from typing import Any

import httpx

from tests.facts.accounts import Account
from tests.facts.cases import fact

OFF = {"error": "Invalid URI endpoint"}
PDF = ("survey.pdf", b"%PDF-1.4 content", "application/pdf")


def place(account: Account, **values: Any) -> str:
    """The path of the attachments of a new record."""
    path = account.object(allows_attachments=True, **values)
    return f"{path}/records/{account.record(path)['id']}/attachments"


def send(account: Account, path: str, content: bytes = PDF[1]) -> httpx.Response:
    return account.ask("POST", path, files={"uploaded_data": (PDF[0], content, PDF[2])})


def upload(account: Account, path: str) -> dict[str, Any]:
    answer = send(account, path)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()["custom_object_record_attachment"]
    return made


@fact("2.5 create answers 200")
def create(account: Account) -> None:
    made = upload(account, place(account))
    assert (made["filename"], made["content_type"], made["size"]) == (PDF[0], PDF[2], len(PDF[1]))


@fact("2.5 list")
def listed(account: Account) -> None:
    path = place(account)
    made = upload(account, path)
    page = account.call(200, "GET", path)
    assert [each["id"] for each in page["custom_object_record_attachments"]] == [made["id"]]


@fact("2.5 update")
def update(account: Account) -> None:
    path = place(account)
    made = upload(account, path)
    body = {"custom_object_record_attachment": {"malware_access_override": True}}
    changed = account.call(200, "PUT", f"{path}/{made['id']}", body)
    assert changed["custom_object_record_attachment"]["malware_access_override"] is True


@fact("2.5 update for admins", needs="roles")
def admins_update(account: Account) -> None:
    path = place(account)
    made = upload(account.of("agent"), path)
    body = {"custom_object_record_attachment": {"malware_access_override": True}}
    account.of("agent").call(403, "PUT", f"{path}/{made['id']}", body)


@fact("2.5 delete")
def delete(account: Account) -> None:
    path = place(account)
    made = upload(account, path)
    account.call(204, "DELETE", f"{path}/{made['id']}")
    assert account.call(200, "GET", path)["custom_object_record_attachments"] == []


@fact(
    "2.5 download",
    accepted={
        302: {"download": "redirect"},
        200: {"download": "content"},
    },
)
def download(account: Account) -> int:
    path = place(account)
    made = upload(account, path)
    answer = account.ask("GET", f"{path}/{made['id']}/download")
    if answer.status_code == 302:
        content = httpx.get(answer.headers["location"], follow_redirects=True)
        assert content.content == PDF[1]
    else:
        assert answer.content == PDF[1]
    return answer.status_code


@fact("2.5 objects without attachments")
def off(account: Account) -> None:
    path = account.object(allows_attachments=False)
    path = f"{path}/records/{account.record(path)['id']}/attachments"
    assert account.call(400, "GET", path) == OFF
    assert send(account, path).json() == OFF


@fact("2.5 turned off, old ones can be downloaded")
def turned_off(account: Account) -> None:
    path = place(account)
    made = upload(account, path)
    body = {"custom_object": {"allows_attachments": False}}
    account.call(200, "PATCH", path.partition("/records")[0], body)
    assert send(account, path).status_code == 400
    assert account.ask("GET", f"{path}/{made['id']}/download").status_code in (200, 302)


@fact("2.5 five a record")
def five(account: Account) -> None:
    path = place(account)
    for _ in range(5):
        upload(account, path)
    assert 400 <= send(account, path).status_code < 500


@fact("2.5 10 MB each")
def ten_megabytes(account: Account) -> None:
    path = place(account)
    assert send(account, path, b"x" * (10 * 1024 * 1024 + 1)).status_code in (400, 413, 422)


@fact("3.4 attachment")
def shape(account: Account) -> None:
    path = place(account)
    made = upload(account, path)
    assert len(made["id"]) == 26
    assert made["custom_object_record_id"] == path.split("/")[-2]
    assert made["malware_scan_status"] in (
        "malware_found",
        "malware_not_found",
        "failed_to_scan",
        "not_scanned",
    )
    assert {"content_url", "created_by", "created_at", "malware_scan_completed_at"} <= set(made)
    assert made["malware_access_override"] is False
