"""The README's examples run as they are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", [code for code in EXAMPLES if "def test_" not in code])
def test_example(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_SUBDOMAIN", "acme")
    monkeypatch.setenv("ZENDESK_OAUTH_TOKEN", "a-token-for-the-example")
    exec(compile(example, "README.md", "exec"), {})


def test_the_example_of_the_fixtures(pytester: pytest.Pytester) -> None:
    (example,) = [code for code in EXAMPLES if "def test_" in code]
    pytester.makepyfile(example)
    pytester.runpytest("-p", "zendesk_custom_objects.pytest_plugin").assert_outcomes(passed=2)
