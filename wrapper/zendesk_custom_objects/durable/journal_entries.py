"""The entries of a journal, as they are in its file."""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

__all__ = [
    "Begun",
    "Entry",
    "JobsBefore",
    "Lost",
    "Sending",
    "Settled",
    "Submitted",
    "Withdrawn",
    "decode",
    "encode",
]


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """The first entry: which run it is."""

    run_id: str
    about: dict[str, str]


class JobsBefore(msgspec.Struct, frozen=True, tag="jobs_before"):
    """The jobs that the account had before the first one of the run."""

    jobs: dict[str, bool]


class Sending(msgspec.Struct, frozen=True, tag="sending"):
    """A batch is about to be sent."""

    batch: int
    action: str
    was_sent: bool
    items: list[tuple[int, bytes]]
    """Index and fingerprint of each."""


class Withdrawn(msgspec.Struct, frozen=True, tag="withdrawn"):
    """A batch was certainly not carried out."""

    batch: int


class Submitted(msgspec.Struct, frozen=True, tag="submitted"):
    """The service has made a job of a batch."""

    batch: int
    job_id: str


class Lost(msgspec.Struct, frozen=True, tag="lost"):
    """No job will tell the outcomes of a batch."""

    batch: int


class Settled(msgspec.Struct, frozen=True, tag="settled"):
    """The outcomes of some items are known, or can never be."""

    items: list[tuple[int, bytes, str, str | None, str]]
    """Index, fingerprint, status, id of the record, and reason of each."""


Entry: TypeAlias = Begun | JobsBefore | Sending | Withdrawn | Submitted | Lost | Settled

encode: Final = msgspec.json.Encoder().encode
decode: Final = msgspec.json.Decoder(Entry).decode
