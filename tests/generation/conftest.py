"""Copies of the sources of the generator, which tests can change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import documents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def contract() -> Callable[[], dict[str, Any]]:
    """The project's contract, a fresh copy at each call."""
    text = json.dumps(documents.read(ROOT / "spec" / "openapi.yaml"))
    return lambda: json.loads(text)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Any] | None], Path]:
    """Makes a folder to generate in: the project's sources, with another contract if given."""

    def make(document: dict[str, Any] | None = None) -> Path:
        root = tmp_path_factory.mktemp("project")
        shutil.copytree(ROOT / "spec", root / "spec")
        source = Path("wrapper", "zendesk_custom_objects", "_async")
        shutil.copytree(ROOT / source, root / source)
        if document is not None:
            (root / "spec" / "openapi.yaml").write_text(json.dumps(document), "utf-8")
        return root

    return make
