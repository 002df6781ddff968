"""A server of ready responses, whose cost is the same for every client.

`python -m benchmarks.stub RECORDS` prints its address, and serves until its standard input ends.
"""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import parse_qs

from . import content
from .serving import Receive, Send, serve


class Responses:
    """Bodies of responses. Every page has the same records, so there can be any number of pages."""

    def __init__(self, records: int) -> None:
        self._records = records
        shown = [content.record(number) for number in range(content.PAGE)]
        self._shown = content.to_json({"custom_object_records": shown})[:-1]
        definitions = {"custom_object_fields": content.fields(), "meta": {"has_more": False}}
        self._fields = content.to_json(definitions)
        self._created = content.to_json({"custom_object_record": content.record(1)})

    def find(self, method: str, path: str, query: bytes, origin: str) -> tuple[int, bytes]:
        """Status and body of a response; links begin with `origin`."""
        if method == "POST":
            return 201, self._created
        if path == f"{content.OBJECT}/fields":
            return 200, self._fields
        if path == content.RECORDS:
            after = parse_qs(query.decode()).get("page[after]", ["0"])[0]
            return 200, self._page(int(after), origin)
        return 404, b"{}"

    def _page(self, first: int, origin: str) -> bytes:
        after = first + content.PAGE
        has_more = after < self._records
        link = f"{origin}{content.RECORDS}?page[size]={content.PAGE}&page[after]={after}"
        rest = {
            "meta": {"has_more": has_more, "after_cursor": str(after), "before_cursor": str(first)},
            "links": {"prev": None, "next": link if has_more else None},
        }
        return self._shown + b"," + content.to_json(rest)[1:]


def application(responses: Responses) -> Any:
    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        host, port = scope["server"]
        status, body = responses.find(
            scope["method"], scope["path"], scope["query_string"], f"http://{host}:{port}"
        )
        headers = [*content.HEADERS, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


if __name__ == "__main__":
    serve(application(Responses(int(sys.argv[1]))))
