"""The client's methods for files attached to records."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from .._core.paging import page
from .._generated import api
from ..transfers import uploads
from .calls import Calls
from .listing import AsyncListing

if TYPE_CHECKING:
    from .._generated import models
    from ..transfers import downloads


class AttachmentCalls(Calls):
    """Files attached to records, if the object allows attachments."""

    async def attach_file(
        self,
        key: str,
        record_id: str,
        file: uploads.Upload,
        /,
        *,
        name: str | None = None,
        media_type: str | None = None,
    ) -> models.CustomObjectRecordAttachment:
        """Attach a file to a record: a path, bytes, or a binary stream.

        A record can have 5 attachments of 10 MB each. A file is read while it is sent; a stream is
        sent from its current position, and stays open. Bytes, and streams without a name, need
        `name`. The media type is guessed from the name unless it is passed.

        Raises `OutcomeUnknown` if no response says whether the file was attached.
        """
        with uploads.opened(file, name=name, media_type=media_type) as content:
            request = api.attachments.create_custom_object_record_attachment(
                key, record_id, body={"uploaded_data": content}
            )
            return await self._get(request, lambda answer: answer.custom_object_record_attachment)

    def list_attachments(
        self, key: str, record_id: str, /
    ) -> AsyncListing[models.CustomObjectRecordAttachment]:
        """The attachments of a record, in a single page."""
        request = api.attachments.list_custom_object_record_attachments(key, record_id)
        return AsyncListing(
            self._sender,
            request,
            lambda answer: page(answer.custom_object_record_attachments),
        )

    @overload
    async def download_attachment(
        self, key: str, record_id: str, attachment_id: str, /
    ) -> bytes: ...

    @overload
    async def download_attachment(
        self, key: str, record_id: str, attachment_id: str, /, *, to: downloads.Target
    ) -> int: ...

    async def download_attachment(
        self, key: str, record_id: str, attachment_id: str, /, *, to: downloads.Target | None = None
    ) -> bytes | int:
        """The content of an attachment. The service refuses files with malware unless released.

        With `to`, a path or a binary stream, the content is written there while it arrives, and the
        number of bytes is returned. The file at the path is created or replaced when the content is
        complete. A stream is written from its current position, and stays open.

        If the service redirects to the content, it is fetched without the credentials. If the
        connection is lost, the download starts again and overwrites the partial content. A stream
        that cannot be rewound does not allow that: `UnexpectedResponse` is raised, as it is for a
        response that cannot be used.
        """
        request = api.attachments.download_custom_object_record_attachment(
            key, record_id, attachment_id
        )
        if to is None:
            return await self.send(request)
        from ..transfers import downloads
        from .streaming import StreamingHTTPClient

        with downloads.opened(to) as sink:
            streaming = self._sender.through(
                lambda http_client: StreamingHTTPClient(
                    http_client,
                    sink,
                    request.operation.id,
                    seconds=self._sender.download_seconds,
                )
            )
            await streaming.send(request, lambda content: None)
        return sink.size

    async def update_attachment(
        self, key: str, record_id: str, attachment_id: str, /, *, malware_access_override: bool
    ) -> models.CustomObjectRecordAttachment:
        """Allow or forbid the download of a file in which malware was found. For admins."""
        request = api.attachments.update_custom_object_record_attachment(
            key,
            record_id,
            attachment_id,
            body={
                "custom_object_record_attachment": {
                    "malware_access_override": malware_access_override
                }
            },
        )
        return await self._get(request, lambda answer: answer.custom_object_record_attachment)

    async def delete_attachment(self, key: str, record_id: str, attachment_id: str, /) -> None:
        """Delete an attachment of a record."""
        await self.send(
            api.attachments.delete_custom_object_record_attachment(key, record_id, attachment_id)
        )
