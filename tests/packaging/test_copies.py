"""Each way to vendor the package makes a copy that works, where the package is not installed."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.packaging import project
from tests.packaging.commands import PACKAGES, ROOT, run
from zendesk_custom_objects import __version__

WAYS = ("by_script", "by_vendoring", "by_copying")


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory, python: Path, wheel: Path) -> Path:
    """A folder of repositories, whose packages are named for the way of their copy."""
    folder = tmp_path_factory.mktemp("repositories")
    for way in WAYS:
        destination = project.make(folder / way, way)
        if way == "by_script":
            run(python, "-S", ROOT / "scripts" / "vendor.py", destination)
        elif way == "by_vendoring":
            (folder / way / "vendored.txt").write_text(
                f"zendesk-custom-objects @ {wheel.as_uri()}\n"
            )
            run(
                Path(sys.executable).with_name("vendoring"),
                "sync",
                cwd=folder / way,
                PATH=f"{Path(sys.executable).parent}:/bin:/usr/bin",  # it calls `pip`
                TMPDIR=folder,
                PIP_NO_INDEX="1",
                PIP_DISABLE_PIP_VERSION_CHECK="1",
            )
        else:
            for package, source in PACKAGES.items():
                shutil.copytree(source, destination / package)
    return folder


def test_the_environment_lacks_the_package(python: Path) -> None:
    code = (
        "import importlib.util as u, importlib.metadata as m\n"
        "print([n for n in ('attrs', 'httpx', 'msgspec', 'regex') if not u.find_spec(n)])\n"
        "print([n for n in ('{}', '{}') if u.find_spec(n)])\n"
        "print([d.name for d in m.distributions() if 'zendesk' in d.name])\n"
    )
    assert run(python, "-c", code.format(*PACKAGES)) == "[]\n" * 3


@pytest.mark.parametrize("way", WAYS)
def test_a_record_is_created(way: str, repositories: Path, python: Path) -> None:
    output = run(python, "-m", f"{way}.flow", cwd=repositories / way)
    assert output == 'berth: unknown field (did you mean "berths"?); Nordwind\n'


@pytest.mark.parametrize("way", WAYS)
def test_its_fixtures_serve_the_projects_tests(way: str, repositories: Path, python: Path) -> None:
    output = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=repositories / way)
    assert "2 passed" in output


@pytest.mark.parametrize("way", WAYS)
def test_its_command_line_runs(way: str, repositories: Path, python: Path) -> None:
    module = f"{way}._vendor.zendesk_custom_objects"
    assert run(python, "-m", module, "--version", cwd=repositories / way) == f"zco {__version__}\n"


@pytest.mark.parametrize("way", WAYS)
def test_the_licence_comes_along(way: str, repositories: Path) -> None:
    copied = repositories / way / way / "_vendor" / "zendesk_custom_objects" / "LICENSE"
    assert copied.read_bytes() == (ROOT / "LICENSE").read_bytes()


TYPED = ("by_script", "by_vendoring")
MISTAKE = project.WRONG.splitlines().index(
    '    return zendesk.update_record("boat", "01", name="Fulmar").name'
)


@pytest.mark.parametrize(
    ("checker", "options"),
    [
        ("mypy", ("--strict", "--no-incremental", "--python-executable")),
        ("pyright", ("--pythonpath",)),
    ],
)
def test_type_checkers_know_a_copy(
    checker: str, options: tuple[str, ...], repositories: Path, python: Path
) -> None:
    """They find the user's one mistake, and nothing else; mypy looks through the copy as well."""
    modules = [f"{way}/{way}/{name}.py" for way in TYPED for name in ("flow", "wrong")]
    output = run(
        sys.executable, "-m", checker, *options, python, *modules, cwd=repositories, status=1
    )
    errors = re.findall(r"(\w+/\w+\.py):(\d+).* error", output)
    assert sorted(errors) == [(f"{way}/wrong.py", str(MISTAKE + 1)) for way in TYPED]
