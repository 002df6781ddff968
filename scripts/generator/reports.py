"""Reports of contract changes: as text, as JSON, and as a changelog entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .changes import Change, Grade, bump, next_version


class Report(NamedTuple):
    """The changes between two versions of the contract."""

    old_version: str
    new_version: str
    changes: Sequence[Change]

    @property
    def bump(self) -> str:
        return bump(self.changes)

    @property
    def wanted_version(self) -> str:
        """The lowest version that semantic versioning allows for the changes."""
        return next_version(self.old_version, self.bump)

    def of(self, grade: Grade) -> list[Change]:
        return [change for change in self.changes if change.grade == grade]


def text(report: Report) -> str:
    if not report.changes:
        return f"nothing changed since version {report.old_version}\n"
    counts = ", ".join(f"{len(report.of(grade))} {grade.name}" for grade in reversed(Grade))
    lines = [f"{counts}: a {report.bump} change"]
    lines.append(f"version {report.old_version} becomes {report.wanted_version}{_verdict(report)}")
    for grade in reversed(Grade):
        if found := report.of(grade):
            lines += ["", grade.name]
            lines += [f"  {_line(change)}" for change in found]
    return "\n".join(lines) + "\n"


def changelog(report: Report) -> str:
    headings = {
        Grade.breaking: "Breaking",
        Grade.compatible: "Compatible",
        Grade.documentation: "Documentation",
    }
    lines = [f"## Contract {report.wanted_version}"]
    for grade in reversed(Grade):
        if found := report.of(grade):
            lines += ["", f"### {headings[grade]}", ""]
            lines += [f"- {_line(change, quote='`')}." for change in found]
    if not report.changes:
        lines += ["", "Nothing changed."]
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    return (
        json.dumps(
            {
                "old_version": report.old_version,
                "new_version": report.new_version,
                "wanted_version": report.wanted_version,
                "bump": report.bump,
                "changes": [
                    {
                        "grade": change.grade.name,
                        "kind": change.place.kind,
                        "owners": list(change.owners),
                        "name": change.place.name,
                        "directions": sorted(change.directions),
                        "change": change.text,
                        "meaning": change.meaning,
                    }
                    for change in report.changes
                ],
            },
            indent=2,
        )
        + "\n"
    )


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "changelog": changelog,
}


def _line(change: Change, quote: str = "") -> str:
    directions = f" ({' and '.join(sorted(change.directions))})" if change.directions else ""
    return f"{quote}{change.subject}{quote}{directions} {change.text}: {change.meaning}"


def _verdict(report: Report) -> str:
    if report.new_version == report.old_version:
        return ""
    if report.new_version == report.wanted_version:
        return ", as it says"
    return f"; it says {report.new_version}"
