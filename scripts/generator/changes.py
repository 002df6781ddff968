"""Changes between two contracts, each graded by what it asks of callers.

The direction decides. Requests can become more tolerant and responses more certain without breaking
callers; the other way round breaks them. Responses are open-world: a new known value is compatible
where other values were allowed before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from .surface import Fact, Place, Surface


class Grade(IntEnum):
    """Severity of a change for callers."""

    documentation = 1
    compatible = 2
    breaking = 3


@dataclass(frozen=True)
class Change:
    grade: Grade
    place: Place
    text: str
    """Description of the change: `removed`, `type: string, was integer`."""
    meaning: str
    directions: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    """The operations with this same change; otherwise the owner of the place."""

    @property
    def subject(self) -> str:
        """Readable form of the place, with the operations that share the change."""
        kind, owner, name = self.place
        if kind == "property":
            return f"{owner}.{name}"
        if kind not in ("parameter", "response"):
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
    """The changes from one contract to another, most severe first."""
    return sorted(
        _alike_as_one(_all(old, new)),
        key=lambda change: (-change.grade, change.place, change.text),
    )


def bump(changes: Iterable[Change]) -> str:
    """The part of the version to raise: major, minor, patch or none."""
    grade = max((change.grade for change in changes), default=None)
    return BUMPS[grade] if grade else "none"


def next_version(version: str, part: str) -> str:
    """The version with a part raised. Before 1.0.0 a breaking change raises the minor part."""
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
            continue  # reported by the place around it
        facts = [facts[place] for facts in (old, new) if place in facts]
        ways = frozenset[str]().union(*(fact.directions for fact in facts))
        if place not in new:
            yield _removed(place, ways)
        elif place not in old:
            yield _added(place, new[place], ways)
        else:
            yield from _changed(place, old[place], new[place], ways)


def _around(place: Place) -> Iterator[Place]:
    """The places that contain a place."""
    if place.kind in ("parameter", "body", "response"):
        yield Place("operation", place.owner)
    if place.kind == "property":
        operation, _, part = place.owner.rpartition(" ")
        yield Place("schema", place.owner)
        yield Place("operation", operation)
        yield Place("body" if part == "body" else "response", operation, part.replace("body", ""))
        outer = place.name
        while "." in outer:
            outer = outer.rpartition(".")[0]
            yield Place("property", place.owner, outer.rstrip("[]{}"))


def _alike_as_one(changes: Iterable[Change]) -> Iterator[Change]:
    """Merges equal changes of parameters or responses of several operations into one."""
    groups: dict[tuple[Any, ...], list[Change]] = {}
    for change in changes:
        shared = change.place.kind in ("parameter", "response")
        where = change.place._replace(owner="") if shared else change.place
        groups.setdefault((where, change.text, change.grade), []).append(change)
    for group in groups.values():
        yield replace(group[0], owners=tuple(sorted(change.place.owner for change in group)))


# --------------------------------------------------------------------------- added, removed places


def _removed(place: Place, ways: frozenset[str]) -> Change:
    grade, meaning = {
        "operation": (Grade.breaking, "its builder is removed"),
        "parameter": (Grade.breaking, "a call with this argument fails"),
        "body": (Grade.breaking, "a call with a body fails"),
        "response": (
            (Grade.breaking, "the response is no longer decoded")
            if place.name.startswith("2")
            else (Grade.documentation, "the client still raises its error for the status")
        ),
        "property": (
            (Grade.breaking, "reading it fails")
            if "response" in ways
            else (Grade.breaking, "a body that has it is refused by type checkers")
        ),
        "schema": (Grade.breaking, "its class is removed"),
        "security": (Grade.breaking, "the service no longer accepts these credentials"),
        "group": (Grade.documentation, "no effect by itself"),
    }.get(place.kind, (Grade.breaking, "not classified: review it"))
    if place.kind in ("property", "schema") and not ways:
        grade, meaning = Grade.documentation, "no operation uses it"
    return Change(grade, place, "removed", meaning, ways)


def _added(place: Place, fact: Fact, ways: frozenset[str]) -> Change:
    required = bool(fact.aspects.get("required"))
    grade, meaning = Grade.compatible, "there is more to use"
    if place.kind in ("parameter", "body") or (place.kind == "property" and "request" in ways):
        if required:
            grade, meaning = Grade.breaking, "a call without it is rejected"
        else:
            meaning = "callers can pass it"
    if place.kind == "response":
        meaning = "the client already has an error for this status"
        if place.name.startswith("2"):
            grade, meaning = Grade.breaking, "a call can return another type"
            if not fact.aspects["types"]:
                grade, meaning = Grade.compatible, "a call can return no body"
    text = "added, required" if required and "request" in ways else "added"
    return Change(grade, place, text, meaning, ways)


# ---------------------------------------------------------------------------------- changed aspects


def _changed(place: Place, old: Fact, new: Fact, ways: frozenset[str]) -> Iterator[Change]:
    for aspect in sorted(old.aspects.keys() | new.aspects.keys()):
        before, after = old.aspects.get(aspect), new.aspects.get(aspect)
        if before == after and type(before) is type(after):
            continue
        if aspect == "types" and place.kind == "property" and "response" in ways:
            # To a reader, absent equals null: the change of `required` reports it.
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
        return Grade.documentation, "only the text differs"
    if aspect == "types":
        return _types(before, after, ways)
    if aspect == "values":
        return _values(before, after, ways, is_open=bool(new.aspects.get("other values")))
    if aspect == "other values":
        if not after and "request" in ways:
            return Grade.breaking, "a value other than the known ones is rejected"
        if after and "response" in ways:
            return Grade.breaking, "unknown values can be received"
        return Grade.compatible, "valid values stay valid"
    if aspect == "required":
        return _required(after, ways)
    if aspect in _UPPER | _LOWER:
        return _limit(before, after, ways, tightened_by_less=aspect in _UPPER)
    if aspect in ("pattern", "multipleOf", "uniqueItems"):
        if "request" in ways and after:
            return Grade.breaking, "a valid value can be rejected"
        return Grade.compatible, "valid values stay valid"
    if aspect.startswith("header "):
        if after is None:
            return Grade.breaking, "code that reads it finds nothing"
        return (Grade.compatible if before is None else Grade.documentation), "callers can read it"
    if aspect == "media types":
        if set(before) - set(after) and "request" in ways:
            return Grade.breaking, "a body of that media type is rejected"
        if set(after) - set(before) and place.name.startswith("2"):
            return Grade.breaking, "a response can have another media type"
        return Grade.compatible, "valid values stay valid"
    if aspect == "default" and "request" in ways:
        return Grade.breaking, "a call without it means something else"
    if aspect in ("style", "explode"):
        return Grade.breaking, "it is serialized differently"
    if aspect == "x-allowed-for" and before in _ROLES and after in _ROLES:
        if _ROLES.index(after) > _ROLES.index(before):
            return Grade.breaking, "fewer roles are allowed to call it"
        return Grade.compatible, "more roles are allowed to call it"
    if aspect == "x-paging":
        return Grade.breaking, "its pages are read differently"
    if aspect in ("x-resend", "x-rate-budget"):
        return Grade.compatible, "the client resends or paces it differently"
    if aspect == "group" and place.kind == "operation":
        return Grade.breaking, "its builder moved to another module"
    if aspect in ("method", "path"):
        return Grade.breaking, "it moved to another address"
    if aspect == "deprecated":
        return Grade.compatible, "it can be removed one day" if after else "it stays"
    if aspect.startswith("x-") or place.kind == "group":
        return Grade.documentation, "no effect on callers"
    if place.kind == "document" and aspect == "info":
        return Grade.documentation, "only the text differs"
    if place.kind == "document" and aspect == "security":
        return Grade.compatible, "other credentials are listed"
    return Grade.breaking, "not classified: review it"


def _is_text(aspect: str) -> bool:
    return aspect.partition(" of part ")[0].split()[-1] in _TEXTS


def _types(before: Any, after: Any, ways: frozenset[str]) -> tuple[Grade, str]:
    if "request" in ways and not _within(before, after):
        return Grade.breaking, "a valid value is rejected"
    if "response" in ways and not _within(after, before):
        return Grade.breaking, "a value of another type can be received"
    return Grade.compatible, "valid values stay valid"


def _within(some: frozenset[str], others: frozenset[str]) -> bool:
    return all(any(_is_kind_of(one, other) for other in others) for one in some)


def _is_kind_of(one: str, other: str) -> bool:
    plain = one.partition("(")[0] if one.endswith(")") else one
    return other in (one, plain, _WIDER.get(plain), "any")


def _values(
    before: frozenset[str], after: frozenset[str], ways: frozenset[str], *, is_open: bool
) -> tuple[Grade, str]:
    if "request" in ways and before - after and before:
        return Grade.breaking, "a known value is no longer known"
    if "request" in ways and not before and not is_open:
        return Grade.breaking, "a value other than the known ones is rejected"
    if "response" in ways and after - before and not is_open:
        return Grade.breaking, "a value that was not known can be received"
    return Grade.compatible, "valid values stay valid"


def _required(after: Any, ways: frozenset[str]) -> tuple[Grade, str]:
    if after and "request" in ways:
        return Grade.breaking, "a call without it is rejected"
    if not after and "response" in ways:
        return Grade.breaking, "it can be missing: it reads as `None`"
    return Grade.compatible, "valid values stay valid"


def _limit(
    before: Any, after: Any, ways: frozenset[str], *, tightened_by_less: bool
) -> tuple[Grade, str]:
    tightened = before is None or (
        after is not None and (after < before if tightened_by_less else after > before)
    )
    if tightened and "request" in ways:
        return Grade.breaking, "a valid value is rejected"
    return Grade.compatible, "valid values stay valid"


# -------------------------------------------------------------------------------------------- words


def words(aspect: str, before: Any, after: Any) -> str:
    """Readable form of a changed aspect: `maxLength: 40, was none`."""
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
