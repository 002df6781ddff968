"""The check of public names, on a small project with the same layout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import public_api

PROJECT = {
    "wrapper/zendesk_custom_objects/__init__.py": """
        from ._calls import Calls
        from ._client import Client as Client
        from ._client import Trouble as Trouble
        from ._client import DEEP as DEEP

        __all__ = ["Client", "DEEP", "Trouble"]
    """,
    "wrapper/zendesk_custom_objects/py.typed": "",
    "wrapper/zendesk_custom_objects/_calls.py": """
        from typing import overload

        class Calls:
            @overload
            def pick(self, key: str) -> str: ...
            @overload
            def pick(self, key: int) -> int: ...
            def pick(self, key: str | int) -> str | int:
                return key

            def get(self, key: str, /, *, limit: int = 1) -> str:
                return key

            def _hidden(self) -> None: ...
    """,
    "wrapper/zendesk_custom_objects/_client.py": """
        from ._calls import Calls

        DEEP: int = 3

        class Client(Calls):
            name: str = ""

            @property
            def size(self) -> int:
                return 1

        class _Base(ValueError): ...

        class Trouble(_Base): ...
    """,
    "wrapper/zendesk_custom_objects/errors.py": """
        from ._client import Trouble as Trouble

        __all__ = ["Trouble", "Worse"]

        class Worse(Trouble): ...
    """,
    "wrapper/zendesk_custom_objects/pytest_plugin.py": """
        import pytest

        def zendesk() -> int: ...
    """,
    "wrapper/zendesk_custom_objects/internal.py": "NAME = 1",
    "wrapper/zendesk_custom_objects/rules/__init__.py": "from .names import check as check",
    "wrapper/zendesk_custom_objects/rules/_tables.py": "SIZES = {}",
    "wrapper/zendesk_custom_objects/rules/names.py": """
        __all__ = ["check"]

        def check(name: str) -> bool: ...

        def helper() -> None: ...
    """,
    "generated/zendesk_custom_objects_api/__init__.py": "",
    "generated/zendesk_custom_objects_api/api/__init__.py": "",
    "generated/zendesk_custom_objects_api/api/boats.py": """
        from .. import payloads

        def list_boats(key: str, *, body: payloads.Body) -> int: ...
    """,
    "generated/zendesk_custom_objects_api/models.py": "class Boat: ...",
    "generated/zendesk_custom_objects_api/operations.py": "LIST_BOATS = 1",
    "generated/zendesk_custom_objects_api/payloads.py": """
        from typing import NotRequired, TypedDict

        class Body(TypedDict):
            name: NotRequired[str]
    """,
    "generated/zendesk_custom_objects_api/types.py": "class Request: ...",
    "tests/client/typed_usage.py": """
        from typing import assert_type

        from zendesk_custom_objects import Client

        assert_type(Client().get("x"), str)
        Client().gett("x")  # type: ignore[attr-defined]  # misspelt
    """,
}


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = text.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    path.write_text("\n".join(line[indent:] for line in lines) + "\n", "utf-8")


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a baseline."""
    for name, text in PROJECT.items():
        put(tmp_path, name, text)
    (tmp_path / "tests" / "public_api").mkdir()
    assert public_api.main(["--update", "--root", str(tmp_path)]) == 0
    return tmp_path


def gate(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    capsys.readouterr()
    status = public_api.main(["--root", str(root)])
    return status, capsys.readouterr().out.splitlines()


CLIENT = "wrapper/zendesk_custom_objects/_client.py"
CALLS = "wrapper/zendesk_custom_objects/_calls.py"
INIT = "wrapper/zendesk_custom_objects/__init__.py"
ERRORS = "wrapper/zendesk_custom_objects/errors.py"
RULES = "wrapper/zendesk_custom_objects/rules"
API = "generated/zendesk_custom_objects_api"


def test_baseline_is_a_readable_stub(root: Path) -> None:
    text = (root / public_api.BASELINE).read_text("utf-8")
    assert text.startswith(
        "#: zendesk_custom_objects\n"
        "class Client:\n"
        "    def get(key: str, /, *, limit: int = 1) -> str: ...\n"
        "    name: str\n"
        "    def pick(key: str | int): ...\n"
        "    @property\n"
        "    def size(self) -> int: ...\n"
        "DEEP: int\n"
        "class Trouble(ValueError):\n"
        "    ...\n"
    )
    assert "_hidden" not in text


def test_nothing_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate(root, capsys) == (0, ["0 broke, 0 new since the baseline"])


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (INIT, '"DEEP", ', "", "zendesk_custom_objects.DEEP: Public object was removed"),
        (CALLS, "def get(", "def fetch(", "zendesk_custom_objects.Client.get: Public object was"),
        (CALLS, "limit: int = 1", "limit: int", "zendesk_custom_objects.Client.get(limit): Param"),
        (CALLS, "limit:", "most:", "zendesk_custom_objects.Client.get(limit): Parameter was rem"),
        (CALLS, "-> str", "-> bytes", "zendesk_custom_objects.Client.get: Type was changed: str"),
        (CLIENT, "name: str", "name: int", "zendesk_custom_objects.Client.name: Type was changed"),
        (CLIENT, "-> int", "-> str", "zendesk_custom_objects.Client.size: Type was changed: int"),
        (CLIENT, "(ValueError)", "(KeyError)", "zendesk_custom_objects.Trouble: Base class was r"),
        (ERRORS, '"Trouble", ', "", "zendesk_custom_objects.errors.Trouble: Public object was rem"),
        (
            ERRORS,
            "(Trouble)",
            "(ValueError)",
            "zendesk_custom_objects.errors.Worse: Base class w",
        ),
        (
            "wrapper/zendesk_custom_objects/pytest_plugin.py",
            "def zendesk(",
            "def client(",
            "zendesk_custom_objects.pytest_plugin.zendesk: Public object was removed",
        ),
        (f"{RULES}/names.py", '["check"]', "[]", "zendesk_custom_objects.rules.names.check: Publi"),
        (f"{RULES}/names.py", "name: str", "key: str", "zendesk_custom_objects.rules.names.check"),
        (f"{API}/api/boats.py", "list_boats", "boats", f"{Path(API).name}.api.boats.list_boats: "),
        (f"{API}/models.py", "Boat", "Ship", "zendesk_custom_objects_api.models.Boat: Public obj"),
        (f"{API}/payloads.py", "NotRequired[str]", "str", f"{Path(API).name}.payloads.Body.name: "),
    ],
)
def test_breaking_changes_fail(
    name: str, old: str, new: str, line: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root, name, old, new)
    status, lines = gate(root, capsys)
    assert status == 1
    assert any(found.startswith(f"broke: {line}") for found in lines), lines
    assert public_api.main(["--update", "--root", str(root)]) == 0
    assert gate(root, capsys)[0] == 0


@pytest.mark.parametrize(
    ("name", "module"),
    [
        (ERRORS, "zendesk_custom_objects.errors"),
        (f"{RULES}/names.py", "zendesk_custom_objects.rules.names"),
        (f"{API}/models.py", "zendesk_custom_objects_api.models"),
        (f"{API}/api/boats.py", "zendesk_custom_objects_api.api.boats"),
    ],
)
def test_a_removed_module_fails(
    name: str, module: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / name).unlink()
    status, lines = gate(root, capsys)
    assert status == 1
    assert f"broke: {module}: removed" in lines


def test_a_module_can_become_a_package(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "wrapper/zendesk_custom_objects/errors").mkdir()
    (root / ERRORS).rename(root / "wrapper/zendesk_custom_objects/errors/worse.py")
    edit(root, "wrapper/zendesk_custom_objects/errors/worse.py", "from ._c", "from .._c")
    put(
        root,
        "wrapper/zendesk_custom_objects/errors/__init__.py",
        """
        from .worse import Trouble as Trouble
        from .worse import Worse as Worse

        __all__ = ["Trouble", "Worse"]
        """,
    )
    assert gate(root, capsys) == (0, ["0 broke, 0 new since the baseline"])


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("wrapper/zendesk_custom_objects/internal.py", "NAME", "OTHER"),
        (f"{RULES}/__init__.py", "from .names import check as check", ""),
        (f"{RULES}/_tables.py", "SIZES", "OTHER"),
        (f"{RULES}/names.py", "helper", "other"),
    ],
)
def test_private_names_can_change(
    name: str, old: str, new: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root, name, old, new)
    assert gate(root, capsys) == (0, ["0 broke, 0 new since the baseline"])


@pytest.mark.parametrize(
    ("name", "old", "new", "lines"),
    [
        (
            CALLS,
            "limit: int = 1)",
            "limit: int = 1, after: str | None = None)",
            [],
        ),
        (
            CALLS,
            "    def _hidden",
            "    def find(self) -> None: ...\n    def _hidden",
            ["new: zendesk_custom_objects.Client.find"],
        ),
        (
            f"{API}/models.py",
            "class Boat",
            "class Ship: ...\nclass Boat",
            ["new: zendesk_custom_objects_api.models.Ship"],
        ),
        (CALLS, "_hidden", "_very_hidden", []),
        (
            CALLS,
            "    def pick(self, key: str | int) -> str | int:",
            "    @overload\n    def pick(self, key: bytes) -> bytes: ...\n"
            "    def pick(self, key: str | int | bytes) -> str | int | bytes:",
            [],
        ),
    ],
)
def test_additions_are_listed(
    name: str,
    old: str,
    new: str,
    lines: list[str],
    root: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edit(root, name, old, new)
    status, written = gate(root, capsys)
    assert status == 0
    assert written == [*lines, f"0 broke, {len(lines)} new since the baseline"]


def test_without_a_baseline(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / public_api.BASELINE).unlink()
    assert public_api.main(["--root", str(root)]) == 2
    assert "create it with --update" in capsys.readouterr().err


def test_the_typed_usage_of_a_release_is_type_checked(root: Path) -> None:
    """Type checking the tests finds a stored usage that is no longer valid."""
    assert public_api.main(["--release", "--root", str(root)]) == 0
    (root / public_api.USAGE).write_text("")  # later code of users says nothing of it
    assert mypy(root) == (0, "Success: no issues found in 1 source file")
    edit(root, CALLS, "-> str:\n        return key", "-> bytes:\n        return b''")
    status, words = mypy(root)
    assert status == 1
    assert 'Expression is of type "bytes", not "str"' in words
    # A later version may understand what was once misspelt.
    edit(root, CALLS, "-> bytes:\n        return b''", "-> str:\n        return key")
    edit(
        root, CALLS, "    def _hidden", "    def gett(self, key: str) -> None: ...\n    def _hidden"
    )
    assert mypy(root)[0] == 0


def mypy(root: Path) -> tuple[int, str]:
    """mypy with the configuration of the project."""
    configuration = Path(__file__).resolve().parents[2] / "pyproject.toml"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", f"--config-file={configuration}", "tests/public_api"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.strip()
