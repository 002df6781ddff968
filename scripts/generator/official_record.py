"""A record of the vendor's document, to find what a later copy changes.

`official` compares the document with the contract in what goes over the wire. The record covers
the rest: limits, known values, statuses, and prose, in which this vendor announces new field types.
Prose is stored as digests, since the text is the vendor's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import changes, documents
from .contract import Contract
from .documents import Json
from .problems import GenerationError
from .surface import Fact, Place, surface

TEXT = "text"
"""The aspect with the digest of a place's prose."""

_PROSE = ("summary", "description")
_IGNORED = ("title", "example", "examples", "externalDocs")
_OURS = ("exists", "group", "method", "path", "python")
"""Aspects that the surface adds, or that `official` compares."""
_SETS = ("types", "values")
_DIGITS = 16
_ABOUT = "What the vendor's document said: see docs/guides/changing-the-contract.md."


@dataclass(frozen=True)
class Record:
    sha256: str | None
    """Digest of the recorded copy; None if no copy was recorded yet."""
    places: Mapping[str, Json]
    """Each place with its aspects. A place without `text` was not recorded from a copy: only the
    aspects that it has are compared."""

    @classmethod
    def load(cls, path: Path) -> Record:
        """The record in a file; an empty record if the file does not exist."""
        if not path.exists():
            return cls(None, {})
        document = documents.read(path)
        places = document.get("places")
        if not isinstance(places, dict) or not all(
            isinstance(each, dict) for each in places.values()
        ):
            problem = "is not a record of the vendor's document: restore it from git"
            raise GenerationError(f"{path.name} {problem}")
        return cls(document.get("sha256"), places)

    @classmethod
    def of(cls, vendor: Contract, scope: re.Pattern[str], sha256: str) -> Record:
        """The record of a copy, limited to the paths of the scope."""
        paths = {
            path: item for path, item in vendor.document["paths"].items() if scope.search(path)
        }
        facts = surface(Contract({"info": {}, **vendor.document, "paths": paths}))
        return cls(
            sha256,
            {str(place): _aspects(fact) for place, fact in facts.items() if _is_told(place, fact)},
        )

    def write(self, path: Path) -> None:
        """Write the record, one line for each place, so that a diff of it is readable."""
        lines = ",\n".join(
            f"{json.dumps(place)}: {json.dumps(aspects, ensure_ascii=False, sort_keys=True)}"
            for place, aspects in sorted(self.places.items())
        )
        head = f'{{\n"about": "{_ABOUT}",\n"sha256": {json.dumps(self.sha256)},\n"places": {{\n'
        path.write_text(f"{head}{lines}\n}}\n}}\n", encoding="utf-8")

    def changes(self, later: Record) -> Iterator[str]:
        """The changes in a later copy.

        Added and removed parameters and properties are left to `official`, which reports them.
        """
        for place in sorted(self.places.keys() | later.places.keys()):
            if place in self.places and place in later.places:
                yield from _changes(place, self.places[place], later.places[place])
            elif place.startswith("response "):
                operation = f"operation {place.split()[1]}"
                if operation in self.places and operation in later.places:
                    yield f"{place} {'added' if place in later.places else 'removed'}"

    def unrecorded(self, later: Record) -> int:
        """The number of places of a later copy that were never recorded from a copy."""
        return sum(TEXT not in self.places.get(place, {}) for place in later.places)


def fingerprint(path: Path) -> str:
    """Digest that identifies a copy: the version in the document never changes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _changes(place: str, before: Json, after: Json) -> Iterator[str]:
    is_complete = TEXT in before
    for aspect in sorted(before.keys() | after.keys() if is_complete else before.keys()):
        old, new = before.get(aspect) or None, after.get(aspect) or None
        if old == new:
            continue
        if aspect == TEXT:
            yield f"{place} prose: other"
        elif aspect in _SETS:
            yield f"{place} {changes.words(aspect, frozenset(old or ()), frozenset(new or ()))}"
        else:
            yield f"{place} {changes.words(aspect, old, new)}"


def _is_told(place: Place, fact: Fact) -> bool:
    if place.kind in ("schema", "property"):
        return bool(fact.directions)  # otherwise no operation of the scope uses it
    return place.kind in ("operation", "parameter", "body", "response")


def _aspects(fact: Fact) -> Json:
    """The compared aspects of a place as JSON; false values are left out."""
    prose, others = [], {}
    for aspect, value in sorted(fact.aspects.items()):
        last = aspect.partition(" of part ")[0].split()[-1]
        if last in _PROSE:
            prose.append(f"{aspect}: {' '.join(str(value).split())}")
        elif value and last not in _IGNORED and aspect not in _OURS and not aspect.startswith("x-"):
            others[aspect] = sorted(value) if isinstance(value, frozenset) else value
    digest = hashlib.sha256("\n".join(prose).encode()).hexdigest()
    return {**others, TEXT: digest[:_DIGITS]}
