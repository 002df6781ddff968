"""Distributions, and an environment without them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packaging import elsewhere
from tests.packaging.commands import ROOT, run
from zendesk_custom_objects.vendoring import DEPENDENCIES


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release: the sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="session")
def wheel(distributions: Path) -> Path:
    return next(distributions.glob("*.whl"))


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the dependencies, pytest and typer, and no package."""
    return elsewhere.make(
        tmp_path_factory.mktemp("elsewhere") / "venv", (*DEPENDENCIES, "pytest", "typer", "uvicorn")
    )
