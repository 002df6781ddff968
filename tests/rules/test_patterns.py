"""Patterns of regexp fields: Ruby's syntax, in an uncertain flavour (facts 3.2, 6.3)."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from tests.rules.support import field, only, prepare, schema
from zendesk_custom_objects.rules import patterns
from zendesk_custom_objects.rules.patterns import cannot_match


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("b", "abc", "acc"),
        ("^b", "a\nb", "ab"),
        ("b$", "b\na", "ba"),
        (r"\Ab", "b\na", "a\nb"),
        (r"b\z", "a\nb", "b\n"),
        (r"b\Z", "b\n", "b\n\n"),
        (r"\A\h+\z", "09afAF", "09 af"),
        (r"\A\H\z", "g", "a"),
        (r"\A[\h-]+\z", "12-af", "12-ag"),
        (r"\A(?<year>\d{4})-\d\d\z", "2026-01", "2026-1"),
        (r"\A(?:a|b){2,3}\z", "aba", "abba"),
        (r"\A[[:alpha:]]+[[:digit:]]\z", "ab1", "ab"),
        (r"\A[^[:space:]]\z", "a", " "),
        (r"\A\p{Lu}\z", "A", "a"),
        (r"\A(a)\1\z", "aa", "ab"),
        (r"\A(?=.*\d)(?!.*x).+\z", "ab1", "abx1"),
        (r"(?<=a)b(?<!c)", "ab", "cb"),
        (r"(?i)\Aab\z", "AB", "AC"),
        (r"\A(?i:a)b\z", "Ab", "AB"),
        (r"\A(?>a+)b\z", "aab", "aa"),
        (r"\Aa{b}\z", "a{b}", "aab"),
        (r"\Aa{e<=1}\z", "a{e<=1}", "b"),
        (r"\A[a{]\z", "{", "}"),
        (r"\A.\z", "a", "\n"),
        (r"\A\x41\u0042\z", "AB", "ab"),
        (r"\A\[\]\.\-\/\z", "[].-/", "x"),
        ("é", "café", "cafe"),
        ("", "anything", None),
    ],
)
def test_a_value_that_no_flavour_accepts_is_refused(
    pattern: str, matching: str, other: str | None
) -> None:
    assert not cannot_match(pattern, matching)
    if other is not None:
        assert cannot_match(pattern, other)


# No text below contains a match for its pattern in any flavour.
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(", "a"),
        (")", "a"),
        ("*", "a"),
        ("[", "a"),
        ("b\\", "a"),
        ("[z-a]", "b"),
        ("b**", "a!"),
        ("(?m)^b.c", "a"),
        ("(?s)b", "a"),
        ("(?x) b", "a"),
        ("(?mi:b)", "a"),
        ("b(?i)c", "a"),
        ("b{,2}c", "a"),
        ("b{2}+", "a"),
        ("b{2}?", "a"),
        ("[a&&[b]]", "c"),
        ("[a[b]]", "c"),
        ("[b--c]", "a"),
        ("[]b]", "a"),
        (r"(?<n>b)\k<n>", "a"),
        (r"(?<n>b)\g<n>", "a"),
        (r"(?<n>b)(c)\1", "a"),
        (r"(?'n'b)", "a"),
        (r"(?(1)b|c)", "a"),
        (r"(?~b)c", "a"),
        (r"(?R)b", "a"),
        (r"(?P<n>b)", "a"),
        (r"(*FAIL)", "a"),
        (r"b\R", "a"),
        (r"b\X", "a"),
        (r"\Gb", "a"),
        (r"\Kb", "a"),
        (r"\eb", "a"),
        (r"b\v", "a"),
        (r"\cb", "a"),
        (r"\01", "a"),
        (r"(b)\10", "a"),
        (r"\x{62}", "a"),
        (r"\u{62}", "a"),
        (r"\p{Greek}", "a"),
        (r"[[:punct:]]", "a"),
        (r"(?i)é", "a"),
        (r"(?i)[[:upper:]]", "1"),
        # Letters, digits, spaces and upper and lower case beyond ASCII.
        (r"\A\w+\z", "é"),
        (r"\A\d\z", "٣"),
        (r"\A\S\z", "\u00a0"),
        (r"\bb", "é"),
        (r"\A[[:alpha:]]\D\z", "é٣"),
        (r"(?i)k", "\u212a"),
    ],
)
def test_a_value_on_which_flavours_differ_is_accepted(pattern: str, text: str) -> None:
    assert not cannot_match(pattern, text)


HOSTILE = {
    "nested repetition": (r"\A(a+)+\z", "a" * 5000 + "!"),
    "ambiguous alternatives": (r"\A(a|aa)+\z", "a" * 5000 + "!"),
    "three loops": (r"(x+x+)+y", "x" * 5000),
    "a loop in a lookahead": (r"(?=(a+)+b)a", "a" * 5000),
    "doubling": ("(" * 40 + "a+" + ")+" * 40, "b"),
    "a huge count": ("a{1000000000}", "b"),
    "nested counts": ("((a{999}){999}){999}", "b"),
    "counts in a row": ("a{900}" * 100, "b"),
    "nesting": ("(" * 400 + "a" + ")" * 400, "b"),
    "open groups": ("(" * 1000, "b"),
    "alternatives": ("|".join("ab" * 200), "c"),
    "a long pattern": ("a" * 1_000_000, "b"),
    "a long text": ("a.*b.*c", "a" * 10_000_000),
    "a search that no timeout ends": ("(?i)" + "a" * 400 + "b" + "a" * 400, "a" * 1_000_000),
}


PROGRAM = """
import sys

import msgspec

try:
    import resource
except ImportError:  # Windows
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))

from zendesk_custom_objects.rules.patterns import cannot_match

for name, (pattern, text) in msgspec.json.decode(sys.stdin.buffer.read()).items():
    print(name, flush=True)
    cannot_match(pattern, text)
"""


def test_matching_a_hostile_pattern_ends_in_time() -> None:
    # In another process: neither a thread nor a signal interrupts code that hangs in C.
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=msgspec.json.encode(HOSTILE),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode().splitlines() == list(HOSTILE)


def test_a_pattern_that_took_too_long_is_not_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patterns, "TIMEOUT_SECONDS", 0.001)
    assert not cannot_match("(x+x+)+y", "x" * 1000)
    assert not cannot_match("(x+x+)+y", "z")
    assert cannot_match("(?:x+x+)+y", "z")


def test_a_value_that_cannot_match_is_refused() -> None:
    known = schema(field("plate", "regexp", regexp_for_validation=r"\A[A-Z]{2}-\d+\z"))
    violation = only(prepare(known, {"plate": "no plate"}))
    assert str(violation) == (
        r'plate: must be text that matches the pattern "\A[A-Z]{2}-\d+\z", not "no plate"'
    )


@pytest.mark.parametrize("pattern", [None, "", "("])
def test_a_pattern_that_cannot_be_used_refuses_nothing(pattern: str | None) -> None:
    known = schema(field("plate", "regexp", regexp_for_validation=pattern))
    assert prepare(known, {"plate": "any"}).violations == ()
