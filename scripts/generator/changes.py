"""What changed between two contracts, and what each change means to a caller.

Direction decides. What is sent may widen, what is received may narrow: a request that was right
stays right, an answer that was understood stays understood. Answers are open-world, so a new known
value breaks nobody where other values were allowed before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from .surface import Fact, Place, Surface


class Grade(IntEnum):
    """How much a change asks of callers."""

    documentation = 1
    compatible = 2
    breaking = 3


@dataclass(frozen=True)
class Change:
    grade: Grade
    place: Place
    text: str
    """What happened there: `removed`, `type: string, was integer`."""
    meaning: str
    directions: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    """The operations that it happened to alike; else the owner of its place."""

    @property
    def subject(self) -> str:
        """The place in words, with the operations that share it."""
        kind, owner, name = self.place
        if kind == "property":
            return f"{owner}.{name}"
        if kind not in ("parameter", "answer"):
            return str(self.place)
        several = len(self.owners) > 3
        owner = f"{len(self.owners)} operations" if several else ", ".join(self.owners)
        return f"{kind} {name.rpartition(' ')[2]} of {owner}"


BUMPS = {Grade.breaking: "major", Grade.compatible: "minor", Grade.documentation: "patch"}

_ROLES = ("anyone", "end_users", "agents", "admins")
_TEXTS = {
    *("description", "summary", "title", "example", "examples", "externalDocs"),
    *("x-evidence", "x-correction", "x-side-effects"),
}
_UPPER = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_LOWER = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_WIDER = {"integer": "number"}


def compare(old: Surface, new: Surface) -> list[Change]:
    """The changes from one contract to another, the gravest first."""
    return sorted(
        _alike_as_one(_all(old, new)),
        key=lambda change: (-change.grade, change.place, change.text),
    )


def bump(changes: Iterable[Change]) -> str:
    """Which part of a version the changes call to raise: major, minor, patch or none."""
    grade = max((change.grade for change in changes), default=None)
    return BUMPS[grade] if grade else "none"


def next_version(version: str, part: str) -> str:
    """`1.4.2` with a part raised. Before 1.0.0 a breaking change raises the minor part."""
    try:
        major, minor, patch = (int(number) for number in version.split("."))
    except ValueError:
        return version
    if part == "major" and major == 0:
        part = "minor"
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }.get(part, version)


def _all(old: Surface, new: Surface) -> Iterator[Change]:
    differing = old.keys() ^ new.keys()
    for place in dict.fromkeys((*old, *new)):
        if any(outer in differing for outer in _around(place)):
            continue  # told by what it is a part of
        facts = [facts[place] for facts in (old, new) if place in facts]
        ways = frozenset[str]().union(*(fact.directions for fact in facts))
        if place not in new:
            yield _removed(place, ways)
        elif place not in old:
            yield _added(place, new[place], ways)
        else:
            yield from _changed(place, old[place], new[place], ways)


def _around(place: Place) -> Iterator[Place]:
    """The places that a place is a part of."""
    if place.kind in ("parameter", "body", "answer"):
        yield Place("operation", place.owner)
    if place.kind == "property":
        operation, _, part = place.owner.rpartition(" ")
        yield Place("schema", place.owner)
        yield Place("operation", operation)
        yield Place("body" if part == "body" else "answer", operation, part.replace("body", ""))
        outer = place.name
        while "." in outer:
            outer = outer.rpartition(".")[0]
            yield Place("property", place.owner, outer.rstrip("[]{}"))


def _alike_as_one(changes: Iterable[Change]) -> Iterator[Change]:
    """What happened to the parameters or answers of many operations alike, said once."""
    groups: dict[tuple[Any, ...], list[Change]] = {}
    for change in changes:
        shared = change.place.kind in ("parameter", "answer")
        where = change.place._replace(owner="") if shared else change.place
        groups.setdefault((where, change.text, change.grade), []).append(change)
    for group in groups.values():
        yield replace(group[0], owners=tuple(sorted(change.place.owner for change in group)))


# ------------------------------------------------------------------------------- places come and go


def _removed(place: Place, ways: frozenset[str]) -> Change:
    grade, meaning = {
        "operation": (Grade.breaking, "its builder is gone"),
        "parameter": (Grade.breaking, "a call that gives it fails"),
        "body": (Grade.breaking, "a call that gives a body fails"),
        "answer": (
            (Grade.breaking, "what it answered is no longer decoded")
            if place.name.startswith("2")
            else (Grade.documentation, "the client still raises its error for the status")
        ),
        "property": (
            (Grade.breaking, "reading it fails")
            if "response" in ways
            else (Grade.breaking, "a body that has it is refused by type checkers")
        ),
        "schema": (Grade.breaking, "its class is gone"),
        "security": (Grade.breaking, "the service no longer takes these credentials"),
        "group": (Grade.documentation, "nothing by itself"),
    }.get(place.kind, (Grade.breaking, "no rule judges it: look at it"))
    if place.kind in ("property", "schema") and not ways:
        grade, meaning = Grade.documentation, "no operation uses it"
    return Change(grade, place, "removed", meaning, ways)


def _added(place: Place, fact: Fact, ways: frozenset[str]) -> Change:
    required = bool(fact.aspects.get("required"))
    grade, meaning = Grade.compatible, "there is more to use"
    if place.kind in ("parameter", "body") or (place.kind == "property" and "request" in ways):
        if required:
            grade, meaning = Grade.breaking, "a call without it is refused"
        else:
            meaning = "it may be given"
    if place.kind == "answer":
        meaning = "the client has an error for the status already"
        if place.name.startswith("2"):
            grade, meaning = Grade.breaking, "a call may answer with another type"
            if not fact.aspects["types"]:
                grade, meaning = Grade.compatible, "a call may answer without a body"
    text = "added, required" if required and "request" in ways else "added"
    return Change(grade, place, text, meaning, ways)


# ----------------------------------------------------------------------------------- aspects change


def _changed(place: Place, old: Fact, new: Fact, ways: frozenset[str]) -> Iterator[Change]:
    for aspect in sorted(old.aspects.keys() | new.aspects.keys()):
        before, after = old.aspects.get(aspect), new.aspects.get(aspect)
        if before == after and type(before) is type(after):
            continue
        if aspect == "types" and place.kind == "property" and "response" in ways:
            # Absent is like null to who reads: said once, by the change of `required`.
            before, after = _read(old), _read(new)
            if before == after:
                before, after = old.aspects[aspect], new.aspects[aspect]
                yield Change(
                    Grade.compatible, place, words(aspect, before, after), "reads as before", ways
                )
                continue
        if aspect == "values" and (before is None or after is None):
            before, after = before or frozenset(), after or frozenset()
        grade, meaning = _judged(place, aspect, before, after, ways, new)
        if place.kind in ("property", "schema") and not ways:
            grade, meaning = min(grade, Grade.documentation), "no operation uses it"
        yield Change(grade, place, words(aspect, before, after), meaning, ways)


def _read(fact: Fact) -> frozenset[str]:
    types: frozenset[str] = fact.aspects["types"]
    return types if fact.aspects["required"] else types | {"null"}


def _judged(
    place: Place, aspect: str, before: Any, after: Any, ways: frozenset[str], new: Fact
) -> tuple[Grade, str]:
    if _is_text(aspect):
        return Grade.documentation, "reads differently"
    if aspect == "types":
        return _types(before, after, ways)
    if aspect == "values":
        return _values(before, after, ways, is_open=bool(new.aspects.get("other values")))
    if aspect == "other values":
        if not after and "request" in ways:
            return Grade.breaking, "another value than the known ones is refused"
        if after and "response" in ways:
            return Grade.breaking, "a value that is not known may come"
        return Grade.compatible, "what was right stays right"
    if aspect == "required":
        return _required(after, ways)
    if aspect in _UPPER | _LOWER:
        return _limit(before, after, ways, tightened_by_less=aspect in _UPPER)
    if aspect in ("pattern", "multipleOf", "uniqueItems"):
        if "request" in ways and after:
            return Grade.breaking, "a value that was right may be refused"
        return Grade.compatible, "what was right stays right"
    if aspect.startswith("header "):
        if after is None:
            return Grade.breaking, "who reads it finds nothing"
        return (Grade.compatible if before is None else Grade.documentation), "there to be read"
    if aspect == "media types":
        if set(before) - set(after) and "request" in ways:
            return Grade.breaking, "a body in that form is refused"
        if set(after) - set(before) and place.name.startswith("2"):
            return Grade.breaking, "an answer may come in another form"
        return Grade.compatible, "what was right stays right"
    if aspect == "default" and "request" in ways:
        return Grade.breaking, "a call without it means something else"
    if aspect in ("style", "explode"):
        return Grade.breaking, "it is written in another way"
    if aspect == "x-allowed-for" and before in _ROLES and after in _ROLES:
        if _ROLES.index(after) > _ROLES.index(before):
            return Grade.breaking, "fewer people may call it"
        return Grade.compatible, "more people may call it"
    if aspect == "x-paging":
        return Grade.breaking, "its pages are read in another way"
    if aspect in ("x-resend", "x-rate-budget"):
        return Grade.compatible, "the client resends or paces it differently"
    if aspect == "group" and place.kind == "operation":
        return Grade.breaking, "its builder is in another module"
    if aspect in ("method", "path"):
        return Grade.breaking, "it is called at another address"
    if aspect == "deprecated":
        return Grade.compatible, "it may go one day" if after else "it stays"
    if aspect.startswith("x-") or place.kind == "group":
        return Grade.documentation, "nothing to callers"
    if place.kind == "document" and aspect == "info":
        return Grade.documentation, "reads differently"
    if place.kind == "document" and aspect == "security":
        return Grade.compatible, "other credentials are listed"
    return Grade.breaking, "no rule judges it: look at it"


def _is_text(aspect: str) -> bool:
    return aspect.partition(" of part ")[0].split()[-1] in _TEXTS


def _types(before: Any, after: Any, ways: frozenset[str]) -> tuple[Grade, str]:
    if "request" in ways and not _within(before, after):
        return Grade.breaking, "a value that was right is refused"
    if "response" in ways and not _within(after, before):
        return Grade.breaking, "a value of another type may come"
    return Grade.compatible, "what was right stays right"


def _within(some: frozenset[str], others: frozenset[str]) -> bool:
    return all(any(_is_kind_of(one, other) for other in others) for one in some)


def _is_kind_of(one: str, other: str) -> bool:
    plain = one.partition("(")[0] if one.endswith(")") else one
    return other in (one, plain, _WIDER.get(plain), "any")


def _values(
    before: frozenset[str], after: frozenset[str], ways: frozenset[str], *, is_open: bool
) -> tuple[Grade, str]:
    if "request" in ways and before - after and before:
        return Grade.breaking, "a value that was known is not any more"
    if "request" in ways and not before and not is_open:
        return Grade.breaking, "another value than the known ones is refused"
    if "response" in ways and after - before and not is_open:
        return Grade.breaking, "a value that was not known may come"
    return Grade.compatible, "what was right stays right"


def _required(after: Any, ways: frozenset[str]) -> tuple[Grade, str]:
    if after and "request" in ways:
        return Grade.breaking, "a call without it is refused"
    if not after and "response" in ways:
        return Grade.breaking, "it may be missing: it reads as `None`"
    return Grade.compatible, "what was right stays right"


def _limit(
    before: Any, after: Any, ways: frozenset[str], *, tightened_by_less: bool
) -> tuple[Grade, str]:
    tightened = before is None or (
        after is not None and (after < before if tightened_by_less else after > before)
    )
    if tightened and "request" in ways:
        return Grade.breaking, "a value that was right is refused"
    return Grade.compatible, "what was right stays right"


# -------------------------------------------------------------------------------------------- words


def words(aspect: str, before: Any, after: Any) -> str:
    """What happened to an aspect: `maxLength: 40, was none`."""
    if _is_text(aspect) or isinstance(before, dict) or isinstance(after, dict):
        return f"{aspect}: {'removed' if after is None else 'added' if before is None else 'other'}"
    if aspect == "required":
        return "now required" if after else "no longer required"
    if aspect == "other values":
        return "other values allowed" if after else "no other values"
    if aspect == "values":
        gone, come = sorted(before - after), sorted(after - before)
        parts = [f"without {', '.join(gone)}"] if gone else []
        parts += [f"with {', '.join(come)}"] if come else []
        return f"known values: {'; '.join(parts)}"
    names = {"types": "type"}
    return f"{names.get(aspect, aspect)}: {_plain(after)}, was {_plain(before)}"


def _plain(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, (frozenset, set)):
        return " | ".join(sorted(value)) or "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return value if isinstance(value, str) else json.dumps(value)
