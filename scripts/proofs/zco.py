"""Runs of `zco` in processes of their own, as a person starts them."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import time
from pathlib import Path

from zendesk_custom_objects.sandbox import DEFAULT_USER

ZCO = Path(sysconfig.get_path("scripts")) / "zco"


def zco(url: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start `zco` for a served sandbox, with nothing of this process's credentials or profiles."""
    own = {
        "ZENDESK_BASE_URL": url,
        "ZENDESK_EMAIL": DEFAULT_USER.email,
        "ZENDESK_API_TOKEN": DEFAULT_USER.api_token or "",
    }
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ZENDESK_", "ZCO_"))
    }
    return subprocess.Popen(
        [ZCO, *arguments],
        env=others | own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def peak(process: subprocess.Popen[str]) -> float:
    """Wait until the process ends, and return its peak memory in megabytes. Linux only."""
    status = Path(f"/proc/{process.pid}/status")
    kilobytes = 0
    while process.poll() is None:
        for line in status.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                kilobytes = int(line.split()[1])
        time.sleep(0.05)
    return kilobytes / 1024
