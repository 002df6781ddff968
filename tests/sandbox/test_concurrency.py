"""Many threads at once: numbers without gaps, unique names, no lost records."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.support import ADMIN, OBJECTS
from zendesk_custom_objects import ApiToken, AsyncClient
from zendesk_custom_objects.sandbox import Sandbox

THREADS = 16
EACH = 20
WRITERS = 64
HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]

Send = Callable[[str, str, Any], tuple[int, Any]]


def in_process(sandbox: Sandbox) -> Send:
    def send(method: str, path: str, body: Any) -> tuple[int, Any]:
        content = b"" if body is None else json.dumps(body).encode()
        reply = sandbox.handle(method, OBJECTS + path, HEADERS, content)
        return reply.status, json.loads(reply.body) if reply.body else None

    return send


def over_sockets(http: httpx.Client) -> Send:
    def send(method: str, path: str, body: Any) -> tuple[int, Any]:
        reply = http.request(method, OBJECTS + path, json=body)
        return reply.status_code, reply.json() if reply.content else None

    return send


def in_threads(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(THREADS)))


def new_object(send: Send, properties: dict[str, Any]) -> None:
    body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    assert send("POST", "", {"custom_object": body})[0] == 201
    field = {"custom_object_field": {"properties": properties}}
    assert send("PATCH", "/boat/fields/standard::name", field)[0] == 200


def create_numbered(send: Send) -> list[str]:
    """Create numbered records, of which every other one is refused."""

    def work(_: int) -> list[str]:
        names: list[str] = []
        for _ in range(EACH):
            refused = {"custom_object_record": {"custom_object_fields": {"nothing": 1}}}
            assert send("POST", "/boat/records", refused)[0] == 422
            status, reply = send("POST", "/boat/records", {"custom_object_record": {}})
            assert status == 201
            names.append(reply["custom_object_record"]["name"])
        return names

    return [name for names in in_threads(work) for name in names]


@pytest.mark.parametrize("in_file", [False, True])
def test_numbers_are_unique_and_without_gaps(tmp_path: Path, in_file: bool) -> None:
    with Sandbox(tmp_path / "account.sqlite" if in_file else None) as sandbox:
        send = in_process(sandbox)
        new_object(send, {"autoincrement_enabled": True, "autoincrement_padding": 4})
        names = create_numbered(send)
        assert sorted(names) == [f"{number:04}" for number in range(1, THREADS * EACH + 1)]
        count = send("GET", "/boat/records/count", None)[1]["count"]["value"]
        assert count == THREADS * EACH


def test_numbers_over_sockets_are_unique_and_without_gaps() -> None:
    with (
        Sandbox() as sandbox,
        sandbox.served() as url,
        httpx.Client(base_url=url, auth=ADMIN) as http,
    ):
        new_object(in_process(sandbox), {"autoincrement_enabled": True})
        names = create_numbered(over_sockets(http))
        assert sorted(map(int, names)) == list(range(1, THREADS * EACH + 1))


def test_of_simultaneous_creates_with_one_name_one_succeeds() -> None:
    with Sandbox() as sandbox:
        send = in_process(sandbox)
        new_object(send, {"is_unique": True})

        def work(_: int) -> list[int]:
            return [
                send("POST", "/boat/records", {"custom_object_record": {"name": str(number)}})[0]
                for number in range(EACH)
            ]

        statuses = Counter(status for each in in_threads(work) for status in each)
        assert statuses == {201: EACH, 422: EACH * (THREADS - 1)}


def test_simultaneous_upserts_create_one_record() -> None:
    with Sandbox() as sandbox:
        send = in_process(sandbox)
        new_object(send, {"is_unique": False})

        def work(_: int) -> set[str]:
            body = {"custom_object_record": {"name": "x"}}
            path = "/boat/records?external_id=reg-1"
            replies = [send("PATCH", path, body) for _ in range(EACH)]
            return {
                reply["custom_object_record"]["id"] for status, reply in replies if status == 200
            }

        assert len(set.union(*in_threads(work))) == 1
        assert send("GET", "/boat/records/count", None)[1]["count"]["value"] == 1


def test_pages_are_consistent_while_fields_are_added_and_deleted() -> None:
    with Sandbox() as sandbox:
        send = in_process(sandbox)
        new_object(send, {"is_unique": False})
        for number in range(50):
            send("POST", "/boat/records", {"custom_object_record": {"name": str(number)}})

        def work(thread: int) -> None:
            for number in range(EACH):
                if thread % 2:
                    page = send("GET", "/boat/records", None)[1]["custom_object_records"]
                    keys = {tuple(record["custom_object_fields"]) for record in page}
                    assert len(page) == 50
                    assert len(keys) == 1
                else:
                    key = f"f{thread}_{number}"
                    field = {"custom_object_field": {"key": key, "title": key}}
                    assert send("POST", "/boat/fields", field)[0] == 201
                    assert send("DELETE", f"/boat/fields/{key}", None)[0] == 204

        in_threads(work)


def write(send: Send, writer: int) -> list[str]:
    """Create ten records, update and delete some of them; returns those that remain."""
    left: list[str] = []
    for number in range(10):
        body: dict[str, Any] = {"name": f"w{writer}", "external_id": f"{writer}-{number}"}
        status, reply = send("POST", "/boat/records", {"custom_object_record": body})
        assert status == 201, reply
        path = f"/boat/records/{reply['custom_object_record']['id']}"
        if number % 3 == 0:
            changed = {"custom_object_record": {"name": "changed"}}
            assert send("PATCH", path, changed)[0] == 200
        if number % 5 == 0:
            assert send("DELETE", path, None)[0] == 204
        else:
            left.append(body["external_id"])
    return left


def kept(send: Send) -> list[str]:
    """The external ids of all records, read page by page."""
    found: list[str] = []
    path = "/boat/records"
    while True:
        _, page = send("GET", path, None)
        found += [record["external_id"] for record in page["custom_object_records"]]
        if not page["meta"]["has_more"]:
            return found
        path = page["links"]["next"].partition(OBJECTS)[2]


def assert_all_kept(send: Send, left: list[str]) -> None:
    found = kept(send)
    assert sorted(found) == sorted(left)
    assert len(set(found)) == WRITERS * 8
    assert send("GET", "/boat/records/count", None)[1]["count"]["value"] == WRITERS * 8


@pytest.mark.parametrize("in_file", [False, True])
def test_64_writing_threads_lose_nothing(tmp_path: Path, in_file: bool) -> None:
    with Sandbox(tmp_path / "account.sqlite" if in_file else None) as sandbox:
        send = in_process(sandbox)
        new_object(send, {"is_unique": False})
        with ThreadPoolExecutor(WRITERS) as pool:
            lists = pool.map(lambda writer: write(send, writer), range(WRITERS))
            left = [external_id for each in lists for external_id in each]
        assert_all_kept(send, left)


def test_64_writers_with_their_own_connections_lose_nothing(tmp_path: Path) -> None:
    def work(writer: int) -> list[str]:
        with httpx.Client(base_url=url, auth=ADMIN, timeout=60) as http:
            return write(over_sockets(http), writer)

    with Sandbox(tmp_path / "account.sqlite") as sandbox, sandbox.served() as url:
        send = in_process(sandbox)
        new_object(send, {"is_unique": False})
        with ThreadPoolExecutor(WRITERS) as pool:
            left = [item for each in pool.map(work, range(WRITERS)) for item in each]
        assert_all_kept(send, left)


@pytest.mark.parametrize("served", [False, True])
def test_64_writing_tasks_lose_nothing(served: bool) -> None:
    async def work(zendesk: AsyncClient, writer: int) -> list[str]:
        left = [f"{writer}-{number}" for number in range(8)]
        for external_id in left:
            await zendesk.create_record("boat", name="x", external_id=external_id)
        return left

    async def drive(zendesk: AsyncClient) -> list[str]:
        async with zendesk:
            tasks = [work(zendesk, writer) for writer in range(WRITERS)]
            return [item for each in await asyncio.gather(*tasks) for item in each]

    with Sandbox() as sandbox:
        send = in_process(sandbox)
        new_object(send, {"is_unique": False})
        if served:
            auth = ApiToken("admin@example.com", "sandbox")
            with sandbox.served() as url:
                left = asyncio.run(drive(AsyncClient(base_url=url, auth=auth)))
        else:
            left = asyncio.run(drive(AsyncClient.sandbox(sandbox)))
        assert_all_kept(send, left)
