"""The questions of a probe: what each asks, and how its answer is read from the replies."""

from __future__ import annotations

from typing import Final

from .record_questions import RECORD_QUESTIONS
from .schema_questions import SCHEMA_QUESTIONS
from .variant_questions import VARIANT_QUESTIONS

__all__ = ["QUESTIONS"]

QUESTIONS: Final = (*VARIANT_QUESTIONS, *SCHEMA_QUESTIONS, *RECORD_QUESTIONS)
