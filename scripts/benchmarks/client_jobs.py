"""Jobs of clients, each in a fresh process and with a client that is warm.

`python -m benchmarks.client_jobs NAME URL COUNT` does one job and prints its figures as JSON:
seconds on the clock and of processor time, and peak memory in MB.
"""

from __future__ import annotations

import datetime
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from typing import Any, NamedTuple

import msgspec

from .content import RECORDS, VALUES, given

TOKEN = "a-token-of-the-benchmark"
WARM_UP = 1
JSON = {"Content-Type": "application/json"}
AUTHORIZATION = {"Authorization": f"Bearer {TOKEN}"}
FIRST = f"{RECORDS}?page[size]=100"
AFTER = "&page[after]="


class RawRecord(msgspec.Struct):
    id: str
    name: str
    external_id: str | None
    custom_object_fields: dict[str, Any]
    created_at: datetime.datetime
    updated_at: datetime.datetime


class RawMeta(msgspec.Struct):
    has_more: bool
    after_cursor: str


class RawPage(msgspec.Struct):
    custom_object_records: list[RawRecord]
    meta: RawMeta


class Apartment(msgspec.Struct):
    """The fields as a class, for `fields_type=`."""

    address: str | None = None
    description: str | None = None
    bedrooms: int | None = None
    area: float | None = None
    furnished: bool | None = None
    available_on: datetime.date | None = None
    district: str | None = None
    amenities: list[str] | None = None
    code: str | None = None
    owner: str | None = None


class RawResponse(msgspec.Struct):
    custom_object_record: RawRecord


# Functions that open a client; importing its HTTP library is part of that.


def raw_httpx(url: str) -> Any:
    import httpx

    return httpx.Client(base_url=url, headers=AUTHORIZATION)


def raw_async_httpx(url: str) -> Any:
    import httpx

    return httpx.AsyncClient(base_url=url, headers=AUTHORIZATION)


def raw_aiohttp(url: str) -> Any:
    import aiohttp

    return aiohttp.ClientSession(url, headers=AUTHORIZATION)


def ours(url: str) -> Any:
    from zendesk_custom_objects import BearerToken, Client

    return Client(base_url=url, auth=BearerToken(TOKEN))


def ours_over_httpx(url: str) -> Any:
    """A client over an HTTP client of the caller."""
    import httpx

    from zendesk_custom_objects import BearerToken, Client

    return Client(base_url=url, auth=BearerToken(TOKEN), http_client=httpx.Client())


def ours_async(url: str) -> Any:
    from zendesk_custom_objects import AsyncClient, BearerToken

    return AsyncClient(base_url=url, auth=BearerToken(TOKEN))


@asynccontextmanager
async def ours_over_aiohttp(url: str) -> AsyncIterator[Any]:
    from zendesk_custom_objects import AsyncClient, BearerToken, aiohttp_client

    async with aiohttp_client() as http_client:
        yield AsyncClient(base_url=url, auth=BearerToken(TOKEN), http_client=http_client)


@asynccontextmanager
async def ours_over_httpx_aiohttp(url: str) -> AsyncIterator[Any]:
    """A client over an HTTP client of the caller."""
    from httpx_aiohttp import HttpxAiohttpClient

    from zendesk_custom_objects import AsyncClient, BearerToken

    async with HttpxAiohttpClient() as http_client:
        yield AsyncClient(base_url=url, auth=BearerToken(TOKEN), http_client=http_client)


# Functions that use it; each returns the number of records that it has seen.


def iterate_json(client: Any, count: int) -> int:
    found, link = 0, FIRST
    while link and found < count:
        page = json.loads(client.get(link).content)
        for record in page["custom_object_records"]:
            if record["name"] and record["custom_object_fields"]["bedrooms"]:
                found += 1
        link = FIRST + AFTER + page["meta"]["after_cursor"] if page["meta"]["has_more"] else ""
    return found


def iterate_msgspec(client: Any, count: int) -> int:
    found, link = 0, FIRST
    decoder = msgspec.json.Decoder(RawPage)
    while link and found < count:
        page = decoder.decode(client.get(link).content)
        for record in page.custom_object_records:
            if record.name and record.custom_object_fields["bedrooms"]:
                found += 1
        link = FIRST + AFTER + page.meta.after_cursor if page.meta.has_more else ""
    return found


def iterate(client: Any, count: int) -> int:
    found = 0
    for record in client.list_records("apartment"):
        if record.name and record.fields["bedrooms"]:
            found += 1
        if found == count:
            break
    return found


def iterate_typed(client: Any, count: int) -> int:
    found = 0
    for record in client.list_records("apartment", fields_type=Apartment):
        if record.name and record.fields.bedrooms:
            found += 1
        if found == count:
            break
    return found


def create_json(client: Any, count: int) -> int:
    found = 0
    for number in range(count):
        answer = client.post(RECORDS, json=given(number))
        found += bool(json.loads(answer.content)["custom_object_record"]["id"])
    return found


def create_msgspec(client: Any, count: int) -> int:
    found = 0
    decoder = msgspec.json.Decoder(RawResponse)
    for number in range(count):
        answer = client.post(RECORDS, content=msgspec.json.encode(given(number)), headers=JSON)
        found += bool(decoder.decode(answer.content).custom_object_record.id)
    return found


def create(client: Any, count: int) -> int:
    found = 0
    for number in range(count):
        record = client.create_record("apartment", name=f"Apartment {number}", fields=VALUES)
        found += bool(record.id)
    return found


async def iterate_httpx(client: Any, count: int) -> int:
    found, link = 0, FIRST
    while link and found < count:
        page = json.loads((await client.get(link)).content)
        for record in page["custom_object_records"]:
            if record["name"] and record["custom_object_fields"]["bedrooms"]:
                found += 1
        link = FIRST + AFTER + page["meta"]["after_cursor"] if page["meta"]["has_more"] else ""
    return found


async def iterate_aiohttp(client: Any, count: int) -> int:
    found, link = 0, FIRST
    while link and found < count:
        async with client.get(link) as answer:
            page = json.loads(await answer.read())
        for record in page["custom_object_records"]:
            if record["name"] and record["custom_object_fields"]["bedrooms"]:
                found += 1
        link = FIRST + AFTER + page["meta"]["after_cursor"] if page["meta"]["has_more"] else ""
    return found


async def iterate_async(client: Any, count: int) -> int:
    found = 0
    async for record in client.list_records("apartment"):
        if record.name and record.fields["bedrooms"]:
            found += 1
        if found == count:
            break
    return found


async def create_httpx(client: Any, count: int) -> int:
    found = 0
    for number in range(count):
        answer = await client.post(RECORDS, json=given(number))
        found += bool(json.loads(answer.content)["custom_object_record"]["id"])
    return found


async def create_aiohttp(client: Any, count: int) -> int:
    found = 0
    for number in range(count):
        async with client.post(RECORDS, json=given(number)) as answer:
            found += bool(json.loads(await answer.read())["custom_object_record"]["id"])
    return found


async def create_async(client: Any, count: int) -> int:
    found = 0
    for number in range(count):
        record = await client.create_record("apartment", name=f"Apartment {number}", fields=VALUES)
        found += bool(record.id)
    return found


class Job(NamedTuple):
    open: Callable[[str], AbstractContextManager[Any]]
    work: Callable[[Any, int], int]


class AsyncJob(NamedTuple):
    open: Callable[[str], AbstractAsyncContextManager[Any]]
    work: Callable[[Any, int], Awaitable[int]]


JOBS: dict[str, Job | AsyncJob] = {
    "iterate: raw httpx + json": Job(raw_httpx, iterate_json),
    "iterate: raw httpx + msgspec": Job(raw_httpx, iterate_msgspec),
    "iterate: Client": Job(ours, iterate),
    "iterate: Client, fields_type": Job(ours, iterate_typed),
    "iterate: Client over a given httpx.Client": Job(ours_over_httpx, iterate),
    "create: raw httpx + json": Job(raw_httpx, create_json),
    "create: raw httpx + msgspec": Job(raw_httpx, create_msgspec),
    "create: Client": Job(ours, create),
    "create: Client over a given httpx.Client": Job(ours_over_httpx, create),
    "async iterate: raw httpx.AsyncClient": AsyncJob(raw_async_httpx, iterate_httpx),
    "async iterate: raw aiohttp": AsyncJob(raw_aiohttp, iterate_aiohttp),
    "async iterate: AsyncClient": AsyncJob(ours_async, iterate_async),
    "async iterate: AsyncClient over aiohttp": AsyncJob(ours_over_aiohttp, iterate_async),
    "async iterate: AsyncClient over a given HttpxAiohttpClient": AsyncJob(
        ours_over_httpx_aiohttp, iterate_async
    ),
    "async create: raw httpx.AsyncClient": AsyncJob(raw_async_httpx, create_httpx),
    "async create: raw aiohttp": AsyncJob(raw_aiohttp, create_aiohttp),
    "async create: AsyncClient": AsyncJob(ours_async, create_async),
    "async create: AsyncClient over aiohttp": AsyncJob(ours_over_aiohttp, create_async),
    "async create: AsyncClient over a given HttpxAiohttpClient": AsyncJob(
        ours_over_httpx_aiohttp, create_async
    ),
}


def main(name: str, url: str, count: int) -> None:
    job = JOBS[name]
    if isinstance(job, AsyncJob):
        import asyncio  # not above: it would add to the memory of the other jobs

        taken = asyncio.run(_tried(job, url, count))
    else:
        taken = _try(job, url, count)
    print(json.dumps({**taken, "peak": peak()}))


def peak() -> float:
    """Peak memory of this process so far, in MB."""
    import resource  # missing on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _try(job: Job, url: str, count: int) -> dict[str, float]:
    with job.open(url) as client:
        job.work(client, WARM_UP)
        started, spent = time.perf_counter(), time.process_time()
        found = job.work(client, count)
        return _taken(started, spent, found, count)


async def _tried(job: AsyncJob, url: str, count: int) -> dict[str, float]:
    async with job.open(url) as client:
        await job.work(client, WARM_UP)
        started, spent = time.perf_counter(), time.process_time()
        found = await job.work(client, count)
        return _taken(started, spent, found, count)


def _taken(started: float, spent: float, found: int, count: int) -> dict[str, float]:
    taken = {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}
    if found != count:
        sys.exit(f"{found} records instead of {count}")
    return taken


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
