"""`zco` as a process: pipes, signals, prompts at a terminal, shell completion, start-up."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, SECRET, Zco, interruptible
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.cli import profile_file

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="there are no such terminals elsewhere")


def test_the_version_loads_few_modules() -> None:
    slow = ["httpx", "pyarrow", "rich", "asyncio", "sqlite3", "csv", "uvicorn", "ssl"]
    check = (
        "import sys\nfrom zendesk_custom_objects.cli import main\nsys.argv = ['zco', '--version']\n"
        f"try: main()\nexcept SystemExit: print(*sorted(set({slow}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    version, loaded = done.stdout.splitlines()
    assert re.fullmatch(r"zco \d+\.\d+\.\d+", version)
    assert loaded == ""


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("typer", ["profiles", "list"], "cli"),
        ("tomli_w", ["profiles", "list"], "cli"),
        ("uvicorn", ["sandbox", "serve"], "sandbox"),
        ("pyarrow", ["export", "boat", "boats.parquet"], "arrow"),
    ],
)
def test_a_missing_extra_is_named(
    missing: str, arguments: list[str], extra: str, account: None, boats: Client, tmp_path: Path
) -> None:
    code = (
        f"import sys\nsys.modules[{missing!r}] = None\nsys.argv[0] = 'zco'\n"
        "from zendesk_custom_objects.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert missing in done.stderr
    assert f"zendesk-custom-objects[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr


@POSIX_ONLY
def test_a_closed_pipe_ends_the_output_silently(boats: Client) -> None:
    for number in range(200):
        boats.create_record("boat", name=f"Boat {number}", port="x" * 2_000)
    arguments = [*COMMAND, "records", "list", "boat", "--json"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"id":')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@POSIX_ONLY
def test_an_interrupt_ends_the_command_with_its_exit_status(
    boats: Client, sandbox: Sandbox
) -> None:
    sandbox.faults.slow_jobs(3_600)
    job = boats.submit_job("boat", "create", [{"name": "Fulmar"}])
    arguments = [*COMMAND, "jobs", "wait", job.id]
    with subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    ) as process:
        while not any(each.operation == "ShowJobStatus" for each in sandbox.requests):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "Interrupted.\n")


@contextmanager
def terminal(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A command at a terminal, and our end of the terminal."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield process, ours
        finally:
            process.kill()
            os.close(ours)


def shown_until(end: int, what: bytes) -> bytes:
    """Everything that the terminal shows until `what`, or until its end."""
    shown = b""
    while what not in shown:
        assert select.select([end], [], [], 30)[0], shown
        try:
            shown += os.read(end, 4096)
        except OSError:  # the other end was closed
            return shown
    return shown


@POSIX_ONLY
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 1), (b"\n", 1)])
def test_deleting_asks_for_confirmation(boats: Client, answer: bytes, code: int) -> None:
    with terminal("objects", "delete", "boat") as (process, end):
        question = shown_until(end, b"[y/N]:")
        assert b"all its records" in question
        os.write(end, answer)
        shown_until(end, b"no such words")
        assert process.wait(30) == code
    assert [each.key for each in boats.list_objects()] == ([] if code == 0 else ["boat"])


@POSIX_ONLY
def test_a_secret_entered_at_a_prompt_is_not_shown(home: Path) -> None:
    with terminal(
        "profiles", "add", "acme", "--subdomain", "acme", "--no-check", "--email", "a@b.example"
    ) as (
        process,
        end,
    ):
        shown = shown_until(end, b"API token: ")  # the space appears once echoing is off
        os.write(end, f"{SECRET}-typed\n".encode())
        shown += shown_until(end, b"no such words")
        assert process.wait(30) == 0
    assert b"typed" not in shown
    assert profile_file.load()["acme"].api_token == f"{SECRET}-typed"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("zco rec", "records"),
        ("zco records up", "upsert"),
        ("zco request CreateCustomObjectRec", "CreateCustomObjectRecord"),
        ("zco objects list --profile ac", "acme"),
    ],
)
def test_the_shell_completes_commands(
    line: str, offered: str, zco: Zco, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_file.save({"acme": profile_file.Profile(subdomain="acme", oauth_token="t")})
    words = line.split()
    environment = {
        **os.environ,
        "_ZCO_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    program = "import sys; from zendesk_custom_objects.cli import main; sys.argv[0] = 'zco'; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert offered in done.stdout.split()


def test_the_quickstart_runs(zco_process: Zco) -> None:
    result = zco_process("quickstart")
    assert (result.code, result.err) == (0, "")
    assert "... 100 in all; the largest is" in result.out
    assert 'bedroms: unknown field (did you mean "bedrooms"?)' in result.out
    assert "is named L-1" in result.out
    assert "name: is not allowed" in result.out
    assert result.out.endswith("Done. The sandbox and everything in it are gone.\n")
