"""Every Python example in the README and the documentation runs as written.

The examples of a page run one after the other, as a reader runs them. A block of `text` after an
example shows its output, in which `...` stands for any text. Examples that are tests run in pytest.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import zendesk_custom_objects as package

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[tuple[str, str, int]]:
    """The blocks of code: the language, the text, and the number of lines before it."""
    text = page.read_text("utf-8")
    for found in BLOCK.finditer(text):
        yield found[1], found[2], text.count("\n", 0, found.start(2))


def is_test(language: str, code: str) -> bool:
    return language == "python" and "def test_" in code


ELSEWHERE = {"docs/guides/regenerating.md": "tests/generation/test_own_tree.py"}
"""Pages whose examples need more than this package, and the tests that run them."""

WITH_EXAMPLES = [
    page
    for page in PAGES
    if named(page) not in ELSEWHERE
    and any(
        language == "python" and not is_test(language, code) for language, code, _ in blocks(page)
    )
]
WITH_TESTS = [page for page in PAGES if any(is_test(*block[:2]) for block in blocks(page))]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=named)
def test_examples_print_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZENDESK_SUBDOMAIN", "acme")
    monkeypatch.setenv("ZENDESK_OAUTH_TOKEN", "a-token-for-the-example")
    module = ModuleType("example")  # where dataclasses look themselves up
    monkeypatch.setitem(sys.modules, "example", module)
    printed = ""
    for language, code, line in blocks(page):
        if language == "python" and not is_test(language, code):
            with contextlib.redirect_stdout(io.StringIO()) as output:
                # After as many empty lines as precede it: tracebacks then name lines of the page.
                source = compile("\n" * line + code, named(page), "exec", dont_inherit=True)
                exec(source, vars(module))
            printed = output.getvalue()
        elif language == "text":
            wanted = ".*?".join(map(re.escape, code.split("...")))
            assert re.fullmatch(wanted, printed, re.DOTALL), printed


@pytest.mark.parametrize("page", WITH_TESTS, ids=named)
def test_examples_of_tests_pass(page: Path, pytester: pytest.Pytester) -> None:
    tests = [code for language, code, _ in blocks(page) if is_test(language, code)]
    pytester.makepyfile("\n\n".join(tests))
    count = sum(code.count("def test_") for code in tests)
    result = pytester.runpytest("-p", "zendesk_custom_objects.pytest_plugin")
    result.assert_outcomes(passed=count)


def test_every_block_of_code_is_in_a_language_that_is_tested() -> None:
    """`sh` is for a reader's own shell and account; the commands of `console` run as tests.

    The bodies in `json` are tested with the sandbox.
    """
    languages = {language for page in PAGES for language, _, _ in blocks(page)}
    assert languages <= {"python", "text", "console", "sh", "yaml", "toml", "diff", "json"}
    with_console = [
        named(page) for page in PAGES if any(block[0] == "console" for block in blocks(page))
    ]
    assert with_console == [
        "docs/guides/changing-the-contract.md",
        "docs/guides/integrating.md",
        "docs/guides/probing.md",
        "docs/guides/regenerating.md",
    ]


def test_there_are_examples() -> None:
    assert {named(page) for page in WITH_EXAMPLES} >= {"README.md", "docs/tutorial.md"}
    assert {named(page) for page in WITH_TESTS} >= {"README.md", "docs/guides/testing.md"}


def test_every_public_name_is_in_the_reference() -> None:
    reference = "".join(page.read_text("utf-8") for page in (ROOT / "docs/reference").glob("*.md"))
    documented = set(re.findall(r"^\.\. [a-z:]+:: (\w+)$", reference, re.MULTILINE))
    assert {name for name in package.__all__ if not name.startswith("_")} - documented == set()


def test_every_method_of_the_client_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/client.md").read_text("utf-8")
    modules = {base.__module__.partition("._sync.")[2] for base in package.Client.__mro__[1:-1]}
    topics = {module.partition(".")[0] for module in modules}
    assert set(re.findall(r"^\.\. methods:: (\w+)$", page, re.MULTILINE)) == topics


def test_every_builder_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/builders.md").read_text("utf-8")
    groups = re.findall(r"^\.\. builders:: (\w+)$", page, re.MULTILINE)
    assert groups == package.api.__all__


def test_the_architecture_names_modules_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    wrapper = ROOT / "wrapper" / "zendesk_custom_objects"
    named = set(re.findall(r"`([\w/]+(?:\.py|/))`", text))
    assert len(named) > 30
    missing = [path for path in named if not ((wrapper / path).exists() or (ROOT / path).exists())]
    assert missing == []


def paths_of_tests(page: Path) -> set[str]:
    return set(re.findall(r"\btests/[\w./]+\b", page.read_text("utf-8")))


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md", ROOT / "tests/README.md"], ids=named)
def test_the_tests_that_a_page_names_exist(page: Path) -> None:
    assert [path for path in sorted(paths_of_tests(page)) if not (ROOT / path).exists()] == []


def test_the_modules_that_the_recipes_name_exist() -> None:
    named = set(re.findall(r"`(\w+/[\w/]+\.py)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    places = (ROOT, ROOT / "wrapper" / "zendesk_custom_objects")
    assert len(named) > 10
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_every_folder_of_tests_is_described() -> None:
    described = set(
        re.findall(r"^\| `([\w./]+)`", (ROOT / "tests/README.md").read_text("utf-8"), re.M)
    )
    folders = {f"{path.name}/" for path in (ROOT / "tests").iterdir() if any(path.glob("*.py"))}
    assert folders - described == set()
