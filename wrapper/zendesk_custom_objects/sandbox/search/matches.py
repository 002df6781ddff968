"""Records that match the words of a query, and their ranking.

A record has a word if one of its words begins with it or, from five letters on, is one edit away.
Whole words count most, then beginnings, then near misses; rare words count more than common ones.
How the service ranks is not documented.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ...rules.field_types import FIELD_TYPES
from ..storage.conditions import Condition
from ..storage.words import near, term, words
from ..wire import errors

if TYPE_CHECKING:
    from ..calls.context import Session
    from ..storage.catalog import StoredObject

MAX_RANKED_RECORDS: Final = 10_000
"""Limit of the results of a search without `sort`."""
_WHOLE: Final = 4
_PREFIX: Final = 2
_NEAR: Final = 1
_MAX_WORDS: Final = 50
_NAME: Final = "0"


class Matches:
    """The records of an object that have any word of a query.

    With `names_only` just their names count, and near misses do not.
    """

    def __init__(
        self, custom_object: StoredObject, query: str, *, names_only: bool = False
    ) -> None:
        self._custom_object = custom_object
        self._words = words(query)
        if len(self._words) > _MAX_WORDS:
            raise errors.not_emulated(f"Queries of more than {_MAX_WORDS} words")
        self._fuzzy = not names_only
        searched = [
            field.id for field in custom_object.fields if FIELD_TYPES[field.type].is_searched
        ]
        ids = [] if names_only else searched
        fields = ", ".join([_NAME, *map(str, ids)])
        self._sql = f"""
            SELECT DISTINCT texts.record AS record FROM text_index
            CROSS JOIN texts ON texts.number = text_index.rowid AND texts.field IN ({fields})
            WHERE text_index MATCH ?
        """

    def every(self) -> Condition:
        """A query for the numbers of all of them."""
        if not self._words:
            return Condition("SELECT NULL AS record WHERE FALSE", [])
        expressions = [each for word in self._words for each, _ in self._expressions(word)]
        return Condition(self._sql, [" OR ".join(expressions)])

    def ranked(self, session: Session, condition: Condition) -> list[int]:
        """The numbers of those that meet a condition, best first, at most `MAX_RANKED_RECORDS`.

        Of a word that more records than that have, only the first such records are considered.
        """
        scores: dict[int, float] = {}
        for word in self._words:
            best: dict[int, int] = {}
            for expression, weight in self._expressions(word):
                rows = session.store.all(
                    f"""
                    SELECT records.number FROM ({self._sql}) AS found
                    CROSS JOIN records ON records.number = found.record
                    WHERE {condition.sql} LIMIT ?
                    """,
                    [expression, *condition.parameters, MAX_RANKED_RECORDS],
                )
                for (number,) in rows:
                    best.setdefault(number, weight)
            rarity = 1 / math.log2(2 + len(best))
            for number, weight in best.items():
                scores[number] = scores.get(number, 0) + weight * rarity
        return sorted(scores, key=lambda number: (-scores[number], number))[:MAX_RANKED_RECORDS]

    def _expressions(self, word: str) -> list[tuple[str, int]]:
        """The index queries for a word with their weights, best first."""
        whole = self._quoted(word)
        asked = [(whole, _WHOLE), (f"{whole}*", _PREFIX)]
        if self._fuzzy and (others := near(word)):
            asked.append((" OR ".join(map(self._quoted, others)), _NEAR))
        return asked

    def _quoted(self, word: str) -> str:
        """Letters and digits need no escape."""
        return f'"{term(self._custom_object.number, word)}"'


def asks_for_everything(query: str | None) -> bool:
    """Whether a query matches everything: it is absent, blank or, as documented, `*`."""
    return query is None or query.strip() in ("", "*")
