"""Every code of a violation is documented, and no other is used."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

from tests.rules.sources import modules
from zendesk_custom_objects.rules import violations

PAGE: Final = Path(__file__).parents[2] / "docs/reference/violations.md"
CODES: Final = {
    name: value
    for name, value in vars(violations).items()
    if name.isupper() and isinstance(value, str) and name != "BASE"
}


def test_the_page_lists_the_codes_of_the_rules_and_no_others() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(code for code, _ in rows) == sorted(CODES.values())
    assert {code for code, source in rows if source == "service"} == {
        "BlankValue",
        "InvalidValue",
        "DuplicateValue",
    }


def test_violations_are_made_with_these_codes_only() -> None:
    """By their names, so that a code that is written out is found."""
    calls = [
        (module, call)
        for module, tree in modules().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Violation"
    ]
    assert len(calls) > 50
    odd = [
        f"{module}:{call.lineno}: {ast.unparse(call.args[1])}"
        for module, call in calls
        if not (isinstance(call.args[1], ast.Name) and call.args[1].id in CODES)
    ]
    # What a response contains is passed on.
    responses = {"rules/details.py", "_core/bulk/failure_reasons.py"}
    assert {line.split(":")[0] for line in odd} <= responses
