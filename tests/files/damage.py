"""Damages files at random, reads them, and prints unexpected results.

python damage.py FORMAT SEED COUNT FOLDER

Whatever a file contains, reading it returns items or raises a `FileError` with its name. This runs
in a process of its own, which a library can crash by reading damaged bytes.
"""

from __future__ import annotations

import datetime
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.files.support import field, write
from zendesk_custom_objects import FileError, Record
from zendesk_custom_objects.files import Format, read_items

FIELDS = [
    field("berths", "integer"),
    field("length", "decimal"),
    field("launched", "date"),
    field("insured", "checkbox"),
    field("ports", "multiselect"),
    field("price", "currency"),
    field("code", "text"),
]
MOMENT = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
RECORDS = [
    Record(
        id=f"01J{number}",
        name=f'Boat "{number}"\n',
        external_id=None if number % 2 else f"b-{number}",
        fields={
            "berths": number,
            "length": number / 3,
            "launched": "2026-01-31T00:00:00+00:00",
            "insured": number % 2 == 0,
            "ports": ["Kiel", "a;b"][: number % 3],
            "price": {"amount": number, "currency": "EUR"},
            "code": "ä" * number or None,
        },
        created_at=MOMENT,
        updated_at=MOMENT,
    )
    for number in range(12)
]


def damaged(content: bytes, random: Random) -> bytes:
    """The content with one to four changes."""
    for _ in range(random.randint(1, 4)):
        content = _injured(content, random)
    return content


def _injured(content: bytes, random: Random) -> bytes:
    if not content:
        return random.randbytes(8)
    start = random.randrange(len(content))
    end = min(len(content), start + random.choice([1, 1, 1, 4, 8, 64]))
    injured = bytearray(content)
    match random.randrange(8):
        case 0:
            injured[start] ^= 1 << random.randrange(8)
        case 1:
            injured[start:end] = random.randbytes(end - start)
        case 2:
            injured[start:end] = random.choice([b"\0", b"\xff"]) * (end - start)
        case 3:
            del injured[start:end]
        case 4:
            injured[start:start] = injured[start:end] * random.randint(1, 3)
        case 5:
            del injured[start:]
        case 6:
            other = random.randrange(len(content))
            injured[other : other + end - start] = content[start:end]
        case _:
            injured[start:start] = random.choice(
                [
                    b'"',
                    b"\r",
                    b"\n\n",
                    b"\xc3",
                    b"[" * 5_000,
                    b"{",
                    b"1e99999999999999999999",
                    b"\0",
                ]
            )
    return bytes(injured)


def complaints(format: Format, seed: int, count: int, folder: Path) -> Iterator[str]:
    """Errors with so many damaged files of a format, and how to reproduce them."""
    path = folder / f"boats.{format}"
    write(path, format, FIELDS, RECORDS)
    whole = path.read_bytes()
    for number in range(count):
        path.write_bytes(damaged(whole, Random(f"{format} {seed} {number}")))
        try:
            for options in ({"fields": FIELDS}, {}):
                list(read_items(path, **options))  # type: ignore[arg-type]
        except FileError as error:
            if str(path) not in str(error) or error.path != str(path):
                yield f"{format} {seed} {number}: the file is not named: {error}"
        except Exception:
            yield f"{format} {seed} {number}: {traceback.format_exc()}"


if __name__ == "__main__":
    name, seed, count, folder = sys.argv[1:]
    chosen: Format = name  # type: ignore[assignment]
    for complaint in complaints(chosen, int(seed), int(count), Path(folder)):
        print(complaint)
    print("done")
