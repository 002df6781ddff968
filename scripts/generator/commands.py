"""The commands of `scripts/generate.py`; each returns its exit status."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from . import (
    changes,
    documents,
    low_level,
    official,
    official_record,
    output,
    overlay,
    own_tree,
    reports,
    requirements,
    sync_twin,
)
from .contract import Contract
from .documents import Json
from .surface import surface
from .texts import visible

RECORD = "official-record.json"
TWIN = Path("wrapper", own_tree.WRAPPER, "_sync")


def generate(root: Path, scratch: Path, *, check: bool) -> int:
    """Regenerate the project's code from its contract, or check that it is up to date."""
    started = time.perf_counter()
    contract = requirements.load(root / "spec" / "openapi.yaml")
    products = {
        Path("generated", low_level.PACKAGE): low_level.build(contract, root / "spec", scratch),
        TWIN: sync_twin.build(root / TWIN.parent / "_async"),
    }
    return _finish(products, root, check=check, started=started)


def generate_own(
    root: Path, scratch: Path, overlay_file: Path | None, destination: Path, *, check: bool
) -> int:
    """Write both packages, made from the contract with an overlay, into another tree."""
    started = time.perf_counter()
    if not check:
        own_tree.require_untouched(destination)
    document, name = _document(root, overlay_file)
    contract = requirements.checked(document, name)
    products = own_tree.build(contract, root, scratch)
    if not check:
        destination.mkdir(parents=True, exist_ok=True)
        (destination / own_tree.RECORD).write_bytes(own_tree.record(contract, products))
    return _finish(products, destination, check=check, started=started)


def diff(root: Path, base: str, overlay_file: Path | None, *, form: str, fail_on: str) -> int:
    """Report the changes since a base. Status 1: one is at least as severe as `fail_on`."""
    document, name = _document(root, overlay_file)
    old = Contract.valid(documents.read_base(base, root), base)
    new = Contract.valid(document, name)
    found = changes.compare(surface(old), surface(new))
    report = reports.Report(
        str(old.document["info"]["version"]), str(new.document["info"]["version"]), found
    )
    sys.stdout.write(visible(reports.FORMATS[form](report)))
    if fail_on == "never":
        return 0
    return int(any(change.grade >= changes.Grade[fail_on] for change in found))


def compare(root: Path, vendor: Path, *, record: bool) -> int:
    """Report unexpected differences from the vendor's document, and its changes since the record.

    Status 1: there is one. With `record` the changes are recorded and do not count.
    """
    spec = root / "spec"
    ours = Contract.readable(documents.read(spec / "openapi.yaml"), "spec/openapi.yaml")
    theirs = Contract.readable(documents.read(vendor, repeated_keys=True), vendor.name)
    known = official.Known.load(spec / "official-differences.yaml")
    found = official.differences(ours, theirs, known.scope)
    drift, stale = known.sift(found)
    for difference in drift:
        print(visible(str(difference)))
    for entry in stale:
        print(f"no longer so: {entry}")
    recorded = official_record.Record.load(spec / RECORD)
    copy = official_record.Record.of(theirs, known.scope, official_record.fingerprint(vendor))
    changed = list(recorded.changes(copy))
    for change in changed:
        print(visible(f"changed: {change}"))
    print(f"{len(found) - len(drift)} known differences, {len(drift)} new, {len(stale)} stale")
    if record:
        copy.write(spec / RECORD)
        print(f"{len(copy.places)} places recorded, {len(changed)} changed")
        return int(bool(drift or stale))
    print(f"{len(changed)} changes since the record{_unrecorded(recorded, copy)}")
    return int(bool(drift or stale or changed))


def _unrecorded(recorded: official_record.Record, copy: official_record.Record) -> str:
    count = recorded.unrecorded(copy)
    if not count:
        return ""
    places = f"{count} of {len(copy.places)} places were never recorded from a copy"
    return f"; {places}, so that their prose and limits are not compared: add --record"


def _document(root: Path, overlay_file: Path | None) -> tuple[Json, str]:
    document = documents.read(root / "spec" / "openapi.yaml")
    if overlay_file is None:
        return document, "openapi.yaml"
    name = overlay_file.name
    return overlay.apply(document, documents.read(overlay_file), name), f"openapi.yaml with {name}"


def _finish(products: output.Products, root: Path, *, check: bool, started: float) -> int:
    differences = output.compare(products, root)
    if not check:
        output.write(products, root)
    for difference in differences:
        print(f"{difference.state}: {difference.path}")
    seconds = time.perf_counter() - started
    if check:
        print("out of date" if differences else "up to date", f"({seconds:.1f} s)")
        return 1 if differences else 0
    print(f"{len(differences)} files changed ({seconds:.1f} s)")
    return 0
