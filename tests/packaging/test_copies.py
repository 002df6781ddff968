"""Each way to vendor the package creates a copy that works without an installed package."""

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
    """A folder of repositories, whose packages are named after the way to vendor."""
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
                PATH=f"{Path(sys.executable).parent}:/bin:/usr/bin",  # for `pip`
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
def test_fixtures_of_a_copy_work_in_tests_of_the_project(
    way: str, repositories: Path, python: Path
) -> None:
    output = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=repositories / way)
    assert "2 passed" in output


@pytest.mark.parametrize("way", WAYS)
def test_the_command_line_of_a_copy_runs(way: str, repositories: Path, python: Path) -> None:
    module = f"{way}._vendor.zendesk_custom_objects"
    assert run(python, "-m", module, "--version", cwd=repositories / way) == f"zco {__version__}\n"


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_contains_the_licence(way: str, repositories: Path) -> None:
    copied = repositories / way / way / "_vendor" / "zendesk_custom_objects" / "LICENSE"
    assert copied.read_bytes() == (ROOT / "LICENSE").read_bytes()


@pytest.fixture(scope="module")
def lean(repositories: Path) -> Path:
    """A repository whose copy omits the sandbox and the command line."""
    destination = project.make(repositories / "lean", "lean")
    run(sys.executable, ROOT / "scripts" / "vendor.py", destination, "--without", "cli,sandbox")
    (repositories / "lean" / "pyproject.toml").write_text(_linters(), "utf-8")
    return repositories / "lean"


def _linters() -> str:
    """The settings in the guide for a host project."""
    guide = (ROOT / "docs" / "guides" / "vendoring.md").read_text("utf-8")
    (block,) = re.findall(r"```toml\n(# Linters.*?)```", guide, re.DOTALL)
    return str(block).replace("acme", "lean")


def test_omitted_names_raise_an_error_that_says_why(lean: Path, python: Path) -> None:
    code = """
from lean._vendor import zendesk_custom_objects as copied

def said(call):
    try:
        call()
    except ImportError as error:
        print(error)

said(lambda: copied.Sandbox)
said(copied.Client.sandbox)
said(copied.AsyncClient.sandbox)
said(lambda: __import__("lean._vendor.zendesk_custom_objects.pytest_plugin"))
said(lambda: __import__("lean._vendor.zendesk_custom_objects.cli"))
with copied.Client("acme", auth=copied.BearerToken("t")) as client:
    print(type(client).__name__)
"""
    *said, client = run(python, "-c", code, cwd=lean).splitlines()
    assert [line.partition(" is not in this copy")[0] for line in said] == [
        *["The sandbox"] * 4,
        "The command line",
    ]
    assert all("`vendor --without none` makes it whole" in line for line in said)
    assert client == "Client"


def test_linters_of_a_host_project_ignore_a_copy(lean: Path) -> None:
    """With the settings of the guide, whatever rules the host has, even if a hook names a file."""
    lint = (sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "ALL")
    module = "lean/_vendor/zendesk_custom_objects/record.py"
    run(*lint, "--isolated", module, cwd=lean, status=1)
    run(*lint, module, cwd=lean)
    run(*lint, "lean/_vendor", cwd=lean)


TYPED = ("by_script", "by_vendoring", "lean")
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
def test_type_checkers_understand_a_copy(
    checker: str, options: tuple[str, ...], repositories: Path, lean: Path, python: Path
) -> None:
    """They report only the user's mistake; mypy checks the copies as well."""
    modules = [f"{way}/{way}/{name}.py" for way in TYPED for name in ("flow", "wrong")]
    if checker == "mypy":
        modules.append("lean/lean/_vendor/zendesk_custom_objects")  # every module that is left
    output = run(
        sys.executable, "-m", checker, *options, python, *modules, cwd=repositories, status=1
    )
    errors = re.findall(r"(\w+/\w+\.py):(\d+).* error", output)
    assert sorted(errors) == [(f"{way}/wrong.py", str(MISTAKE + 1)) for way in TYPED]
