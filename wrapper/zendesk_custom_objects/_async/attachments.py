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
    """Files attached to records, where the object allows it."""

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
        """Attach a file to a record: the one at a path, or bytes, or what a binary stream has.

        A record has at most 5, of 10 MB each. A file is sent as it is read, a stream from where it
        stands; one that was passed in stays open. Bytes, and streams without a name, need `name`.
        The media type is guessed from the name unless it is given.

        Raises `OutcomeUnknown` if it cannot be known whether the file is attached now.
        """
        with uploads.opened(file, name=name, media_type=media_type) as content:
            request = api.attachments.create_custom_object_record_attachment(
                key, record_id, body={"uploaded_data": content}
            )
            return await self._get(request, lambda answer: answer.custom_object_record_attachment)

    def list_attachments(
        self, key: str, record_id: str, /
    ) -> AsyncListing[models.CustomObjectRecordAttachment]:
        """The files of a record, in a single page."""
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
        """The content of a file. The service refuses one with malware, unless it was released.

        With `to`, a path or a binary stream, the content is written there as it arrives, and the
        number of bytes is what is returned. At the path there is nothing, or what was there before,
        until the content is complete. A stream is written from where it stands, and stays open.

        Where the service redirects to the content, it is fetched there without the credentials. If
        the connection is lost on the way, the download begins again, and what was written is taken
        back. From a stream that cannot be rewound it cannot be: then `UnexpectedResponse` is
        raised, as it is if the answer is none.
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
                lambda http_client: StreamingHTTPClient(http_client, sink, request.operation.id)
            )
            await streaming.send(request, lambda content: None)
        return sink.size

    async def update_attachment(
        self, key: str, record_id: str, attachment_id: str, /, *, malware_access_override: bool
    ) -> models.CustomObjectRecordAttachment:
        """Release a file in which malware was found for download, or lock it. For admins."""
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
        """Delete a file of a record."""
        await self.send(
            api.attachments.delete_custom_object_record_attachment(key, record_id, attachment_id)
        )
