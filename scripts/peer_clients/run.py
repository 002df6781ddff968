"""Other people's clients on a sandbox, each in its own environment, unchanged except for the URL.

A step can fail because of a known defect of the client, which is then shown to exist. Any other
failure is a failure of the sandbox, and makes the exit status 1.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from zendesk_custom_objects.sandbox import DEFAULT_USER, Sandbox

SCRIPTS: Final = Path(__file__).resolve().parent.parent
ENVIRONMENTS: Final = SCRIPTS.parent / ".venvs"
TIMEOUT_SECONDS: Final = 120
"""For all steps of one client."""


class Peer(NamedTuple):
    """Another client. Its known defects are those of this version."""

    package: str
    version: str
    oldest: tuple[int, int]

    @property
    def module(self) -> str:
        """The module with its steps."""
        return f"peer_clients.{self.package.replace('-', '_')}_steps"


class Row(NamedTuple):
    """The outcome of a step: `ok`, `defect`, `failure` or `skipped`."""

    peer: str
    step: str
    outcome: str
    what: str


PEERS: Final = (
    Peer("libzapi", "0.9.1", (3, 12)),
    Peer("python-zendesk", "0.3.1", (3, 11)),
    Peer("mercury-orm", "0.6.3", (3, 11)),
)


def main() -> int:
    rows = [row for peer in PEERS for row in rows_of(peer)]
    wide = max(len(row.step) for row in rows)
    for row in rows:
        print(f"{row.peer:15} {row.step:{wide}} {row.outcome:8} {row.what}".rstrip())
    outcomes = [row.outcome for row in rows]
    counts = {name: outcomes.count(name) for name in ("ok", "defect", "failure", "skipped")}
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["failure"] else 0


def rows_of(peer: Peer) -> list[Row]:
    """Run all steps of a client on a sandbox of its own."""
    base = python_of(peer.oldest)
    if base is None:
        wanted = ".".join(map(str, peer.oldest))
        return [Row(peer.package, "all", "skipped", f"needs Python {wanted}: none on the PATH")]
    python = environment(peer, base)
    with Sandbox() as sandbox, sandbox.served() as url:
        surroundings = os.environ | {
            "ZENDESK_EMAIL": DEFAULT_USER.email,
            "ZENDESK_API_TOKEN": DEFAULT_USER.api_token or "",
            "PYTHONPATH": str(SCRIPTS),
        }
        done = subprocess.run(
            [str(python), "-m", peer.module, url],
            env=surroundings,
            stdout=subprocess.PIPE,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    rows = [Row(peer.package, *json.loads(line)) for line in done.stdout.splitlines()]
    if done.returncode:
        what = f"the script ended with status {done.returncode}"
        rows.append(Row(peer.package, "all", "failure", what))
    return rows


def installed(peers: Iterable[Peer]) -> Iterator[tuple[Peer, str]]:
    """The clients that can run here, with the interpreter of each; prints why others cannot."""
    for peer in peers:
        base = python_of(peer.oldest)
        if base is None:
            oldest = ".".join(map(str, peer.oldest))
            print(f"{peer.package} is left out: it needs Python {oldest}", file=sys.stderr)
        else:
            yield peer, str(environment(peer, base))


def python_of(oldest: tuple[int, int]) -> str | None:
    """A Python that is new enough and that runs: not every name on the PATH does."""
    if sys.version_info >= oldest:
        return sys.executable
    for minor in range(oldest[1], 15):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            return found
    return None


def environment(peer: Peer, base: str) -> Path:
    """The interpreter of the client's environment, which is created once."""
    folder = ENVIRONMENTS / f"peer-{peer.package}-{peer.version}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        print(f"Making the environment {folder.name} (once) ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([base, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, f"{peer.package}=={peer.version}"], check=True)
        ready.touch()
    return python


if __name__ == "__main__":
    sys.exit(main())
