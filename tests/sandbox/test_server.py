"""Serving: readiness, a clean stop, and the state after a kill."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from tests.cli.conftest import COMMAND
from tests.sandbox.support import ADMIN, OBJECTS
from zendesk_custom_objects.cli.sandbox import sandbox as command_line
from zendesk_custom_objects.sandbox import Sandbox
from zendesk_custom_objects.sandbox.asgi import application
from zendesk_custom_objects.sandbox.variants import variant_choices

PROGRAM = """
    import sys
    from zendesk_custom_objects.sandbox import Sandbox
    from zendesk_custom_objects.sandbox.server import serve

    with Sandbox(sys.argv[1]) as sandbox:
        serve(sandbox, on_ready=lambda url: print(url, flush=True))
    print("stopped", flush=True)
"""


@contextmanager
def process(path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A sandbox that another process serves, and its URL."""
    arguments = [sys.executable, "-c", textwrap.dedent(PROGRAM), str(path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            yield child, child.stdout.readline().strip()
        finally:
            child.kill()


def test_every_acknowledged_record_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite"
    acknowledged: list[str] = []
    with process(path) as (child, url), httpx.Client(base_url=url, auth=ADMIN) as http:
        body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
        http.post(OBJECTS, json={"custom_object": body}).raise_for_status()
        enough = threading.Event()

        def write() -> None:
            record = {"custom_object_record": {"name": "x"}}
            while True:
                try:
                    reply = http.post(f"{OBJECTS}/boat/records", json=record)
                except httpx.TransportError:
                    return
                acknowledged.append(reply.json()["custom_object_record"]["id"])
                if len(acknowledged) >= 100:
                    enough.set()

        writers = [threading.Thread(target=write) for _ in range(4)]
        for writer in writers:
            writer.start()
        assert enough.wait(30)
        os.kill(child.pid, signal.SIGKILL)
        for writer in writers:
            writer.join()

    with process(path) as (_, url), httpx.Client(base_url=url, auth=ADMIN) as http:
        kept: list[str] = []
        page: dict[str, Any] = http.get(f"{OBJECTS}/boat/records").json()
        kept += [record["id"] for record in page["custom_object_records"]]
        while page["meta"]["has_more"]:
            page = http.get(page["links"]["next"]).json()
            kept += [record["id"] for record in page["custom_object_records"]]
        assert set(acknowledged) <= set(kept)
        # Only requests in flight can have taken effect without being acknowledged.
        assert len(kept) - len(acknowledged) <= 4
        assert http.get(f"{OBJECTS}/boat/records/count").json()["count"]["value"] == len(kept)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_server_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "account.sqlite"
    with process(path) as (child, url), httpx.Client(base_url=url, auth=ADMIN) as http:
        assert http.get(OBJECTS).status_code == 200
        child.send_signal(number)
        assert child.wait(20) == 0
        assert child.stdout is not None
        assert child.stdout.read() == "stopped\n"
    # The write-ahead log was merged into the file.
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_serving_ends_with_its_context() -> None:
    with Sandbox() as sandbox:
        before = threading.active_count()
        with sandbox.served() as url:
            assert httpx.get(f"{url}{OBJECTS}", auth=ADMIN).status_code == 200
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{url}{OBJECTS}")
        assert threading.active_count() == before
        # The sandbox is still open, and can be served again.
        with sandbox.served() as url:
            assert httpx.get(f"{url}{OBJECTS}", auth=ADMIN).status_code == 200


def test_serving_ends_although_a_client_keeps_its_connection() -> None:
    with httpx.Client(auth=ADMIN) as http, Sandbox() as sandbox, sandbox.served() as url:
        assert http.get(f"{url}{OBJECTS}").status_code == 200


def test_a_port_in_use_raises_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, Sandbox() as sandbox:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), sandbox.served(port=port):
            pass


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with (
        Sandbox() as sandbox,
        pytest.raises(ImportError, match=r"zendesk-custom-objects\[sandbox\]"),
        sandbox.served(),
    ):
        pass


def test_an_in_process_sandbox_loads_no_server() -> None:
    code = (
        "import sys, zendesk_custom_objects.sandbox as s; s.Sandbox().close();"
        "assert not {'uvicorn', 'asyncio', 'httpx'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_application_runs_on_any_asgi_server() -> None:
    """It supports the lifespan protocol, and a client that disconnects causes no error."""
    sent: list[dict[str, Any]] = []

    async def drive() -> None:
        with Sandbox() as sandbox:
            app = application(sandbox)
            events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

            async def receive() -> dict[str, Any]:
                return next(events)

            async def send(message: Any) -> None:
                sent.append(message)

            await app({"type": "lifespan"}, receive, send)

            async def gone() -> dict[str, Any]:
                return {"type": "http.disconnect"}

            await app({"type": "http", "method": "POST", "headers": []}, gone, send)

    asyncio.run(drive())
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


@pytest.mark.parametrize(
    ("options", "objects", "requests"),
    [
        ([], 50, 1_000_000),
        (["--plan", "suite_team"], 3, 200),
        (["--plan", "growth", "--requests-per-minute", "7"], 5, 7),
    ],
)
def test_the_command_line_sets_the_limits(options: list[str], objects: int, requests: int) -> None:
    arguments = [*COMMAND, "sandbox", "serve", "--port", "0", *options]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        try:
            assert child.stdout is not None
            url = child.stdout.readline().split()[-1]
            reply = httpx.get(f"{url}{OBJECTS}/limits/object_limit", auth=ADMIN)
            assert reply.json() == {"count": 0, "limit": objects}
            assert reply.headers["x-rate-limit"] == str(requests)
        finally:
            child.kill()


def test_the_command_line_refuses_an_unknown_plan() -> None:
    result = subprocess.run(
        [*COMMAND, "sandbox", "serve", "--plan", "sweet_team"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "sweet_team" in result.stderr


def test_the_command_line_names_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [*COMMAND, "sandbox", "serve", "--port", address.partition(":")[2]],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert f"--port: {address}" in done.stderr
    assert "in use" in done.stderr


def run_serve(*options: str) -> Result:
    """Run a command that ends at once in this process."""
    env = {"COLUMNS": "1000", "TERMINAL_WIDTH": "1000"}
    return CliRunner().invoke(command_line, ["serve", "--port", "0", *options], env=env)


def test_the_command_line_sets_variants_clock_seed_bodies_and_hosts(tmp_path: Path) -> None:
    seed, db = tmp_path / "seed.json", tmp_path / "sandbox.db"
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    built = {"key": "built", "title": "Built", "type": "date"}
    record = {"name": "Auk", "custom_object_fields": {"built": "2020-01-02"}}
    body = {"objects": [{**boat, "fields": [built]}], "records": {"boat": [record]}}
    seed.write_text(json.dumps(body))
    arguments = ["--variant", "dates=date", "--variant", "not_found=bare", "--keep-bodies"]
    arguments += ["--clock", "2026-01-31T10:00:00+01:00", "--seed", str(seed), "--db", str(db)]
    arguments += ["--allow-host", "box.example"]
    with subprocess.Popen(
        [*COMMAND, "sandbox", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stderr is not None
            url = child.stdout.readline().split()[-1]
            (shown,) = httpx.get(f"{url}{OBJECTS}/boat/records", auth=ADMIN).json()[
                "custom_object_records"
            ]
            assert shown["custom_object_fields"] == {"built": "2020-01-02"}
            assert shown["created_at"] == "2026-01-31T09:00:00Z"
            assert httpx.get(f"{url}{OBJECTS}/x", auth=ADMIN).json() == {"error": "RecordNotFound"}
            httpx.post(f"{url}{OBJECTS}", content=b"kept", auth=ADMIN)
            named = {"Host": "box.example:1"}
            log = httpx.get(f"{url}/_sandbox/requests", headers=named).json()["requests"]
            assert log[-1]["body"] == "kept"
        finally:
            child.kill()
        assert f"{db}-journal" in child.stderr.read()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--variant", "dates=never"], "dates cannot be 'never'; choose among: datetime (default)"),
        (["--variant", "date=x"], "did you mean dates?); there are: unknown_keys, "),
        (["--clock", "2026-01-31T10:00:00"], "or a time with its zone"),
        (["--clock", "noon"], "noon: give seconds since 1970"),
        (["--seed", "missing.json"], "missing.json"),
        (["--requests-per-minute", "0"], "0 is not in the range"),
    ],
)
def test_the_command_line_explains_an_invalid_option(options: list[str], said: str) -> None:
    result = run_serve(*options)
    assert result.exit_code == 2
    assert options[0] in result.stderr
    assert said in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "truncated"),
        ('{"object": []}', "unknown field `object`"),
        ('{"objects": [{"key": "boat"}]}', "title: is required"),
        ('{"users": [{"id": 1}]}', "give an id and a name"),
        ('{"objects": [{"a": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_the_command_line_explains_an_invalid_seed(tmp_path: Path, content: str, said: str) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(content)
    result = run_serve("--seed", str(seed))
    assert result.exit_code == 2
    assert str(seed) in result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_the_command_line_lists_the_variants() -> None:
    result = run_serve("--variant", "list")
    assert result.exit_code == 0
    listed = dict(line.split("=", 1) for line in result.stdout.splitlines())
    assert listed["dates"] == "datetime (default), date, zulu"
    assert listed.keys() == variant_choices().keys()
