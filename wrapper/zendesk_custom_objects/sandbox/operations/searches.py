"""Searches for records: by words, by a filter, and by the beginning of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from ..._generated import operations
from ..access import permissions
from ..calls.bodies import read_object
from ..calls.listings import listing
from ..calls.registry import Handlers
from ..data import records
from ..search import filters, relationship_filters
from ..search.filters import UNFILTERED, Filter
from ..search.matches import MAX_RANKED_RECORDS, Matches, asks_for_everything
from ..storage.conditions import Condition, joined
from ..storage.rows import RECORD_COLUMNS, StoredRecord
from ..wire import errors
from ..wire.paging import PageRequest, page_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..calls.context import Call
    from ..storage.catalog import StoredObject
    from ..wire.paging import Place
    from ..wire.replies import Answer

handlers: Final = Handlers()

# Columns and index of each order. Names are in the order of their code points: how the service
# collates them is not documented.
_ORDERS: Final = {
    "name": (("name", "id"), "records_by_name"),
    "created_at": (("created_at", "id"), "records_by_creation"),
    "updated_at": (("updated_at", "change"), "records_by_update"),
}
_SORTS: Final = (*_ORDERS, *(f"-{name}" for name in _ORDERS))
# Equal filters have equal cursors, in whatever order their keys come.
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number", order="deterministic")


@handlers.answers(operations.SEARCH_CUSTOM_OBJECT_RECORDS, allowed_for="end_users")
def search_records(call: Call) -> Answer:
    """The records that have any word of `query`."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    permissions.require_list(call, custom_object)
    return _searched(call, custom_object, UNFILTERED, None)


@handlers.answers(operations.FILTERED_SEARCH_CUSTOM_OBJECT_RECORDS, reads=True)
def filtered_search(call: Call) -> Answer:
    """The records that meet a filter and have any word of `query`, if there is one."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    body = read_object(call)
    if unknown := [name for name in body if name != "filter"]:
        raise errors.bad_request(
            f"The body must have nothing but filter, not {', '.join(unknown)[:200]}"
        )
    criteria = body.get("filter", {})
    permissions.require_search(call, custom_object, criteria)
    return _searched(call, custom_object, filters.parsed(call, custom_object, criteria), criteria)


@handlers.answers(operations.AUTOCOMPLETE_CUSTOM_OBJECT_RECORD_SEARCH, allowed_for="end_users")
def autocomplete(call: Call) -> Answer:
    """The records whose name has a word that begins with any word of `name`."""
    custom_object = call.catalog.get(call.path["custom_object_key"])
    field_id, source = call.query.text("field_id"), call.query.text("source")
    permissions.require_autocomplete(call, custom_object, field_id, source)
    if (field_id is None) != (source is None):
        raise errors.bad_request("Give field_id and source together, or neither")
    given = relationship_filters.given_values(call)
    condition = permissions.visible(call, custom_object)
    if field_id is not None and source is not None:
        narrowed = relationship_filters.narrowed(call, custom_object, field_id, source, given)
        condition = joined("AND", [condition, narrowed])
    name = call.query.text("name")
    matches = (
        None if asks_for_everything(name) else Matches(custom_object, str(name), names_only=True)
    )
    asked = [name, field_id, source, sorted(given.items())]
    return _answer(
        call, _Search(custom_object, matches, condition, None), "autocomplete", asked, None
    )


def _searched(call: Call, custom_object: StoredObject, given: Filter, criteria: Any) -> Answer:
    query = call.query.text("query")
    sort = call.query.choice("sort", _SORTS, "") or None
    matches = None if asks_for_everything(query) else Matches(custom_object, str(query))
    condition = joined("AND", [permissions.visible(call, custom_object), given.condition])
    search = _Search(custom_object, matches, condition, given.candidates)
    return _answer(call, search, "search", [query, criteria, sort], sort)


class _Search(NamedTuple):
    """A search."""

    custom_object: StoredObject
    matches: Matches | None
    condition: Condition
    candidates: Condition | None

    def query(self, columns: str, index: str | None = None) -> Condition:
        """SELECT, up to the end of its WHERE clause. Without an index SQLite chooses one."""
        found = self.matches.every() if self.matches else self.candidates
        if found:
            source = f"({found.sql}) AS found CROSS JOIN records ON records.number = found.record"
        else:
            source = f"records INDEXED BY {index}" if index else "records"
        return Condition(
            f"SELECT {columns} FROM {source} WHERE records.object = ? AND {self.condition.sql}",
            [
                *(found.parameters if found else []),
                self.custom_object.number,
                *self.condition.parameters,
            ],
        )


class _Row(NamedTuple):
    place: Place
    record: StoredRecord


def _answer(call: Call, search: _Search, kind: str, asked: Any, sort: str | None) -> Answer:
    scope = f"{kind}/{search.custom_object.number}/{_ENCODER.encode(asked).decode()}"
    request = page_request(call.query, call.services.cursors, scope)
    if sort is not None:
        rows = _sorted(call, search, request, sort)
    elif search.matches is not None:
        rows = _ranked(call, search, request, search.matches)
    else:
        rows = _unranked(call, search, request)
    render = records.renderer(call, search.custom_object, [row.record for row in rows])
    answer = listing(
        call,
        "custom_object_records",
        scope,
        request,
        rows,
        lambda row: row.place,
        lambda row: render(row.record),
    )
    answer.body["count"] = len(answer.body["custom_object_records"])
    if call.services.variants.search_count == "total":
        query = search.query("1")
        total = call.store.one(f"SELECT count(*) FROM ({query.sql})", query.parameters)
        answer.body["count"] = total[0]
    return answer


def _sorted(call: Call, search: _Search, request: PageRequest, sort: str) -> list[_Row]:
    columns, index = _ORDERS[sort.removeprefix("-")]
    after, place, order = request.keyset(columns, descending=sort.startswith("-"))
    query = search.query(RECORD_COLUMNS, index)
    rows = call.store.all(
        f"{query.sql} AND {after} ORDER BY {order} LIMIT ?",
        [*query.parameters, *place, request.size + 1],
    )
    found = [StoredRecord(*row) for row in rows]
    return [_Row([getattr(record, column) for column in columns], record) for record in found]


def _ranked(call: Call, search: _Search, request: PageRequest, matches: Matches) -> list[_Row]:
    """Ranked by relevance. A place is a position, as in the service's cursors."""
    numbers = matches.ranked(call, search.condition)
    wanted = request.window(list(enumerate(numbers)), lambda item: [item[0]])
    found = _by_number(call, [number for _, number in wanted])
    return [_Row([position], found[number]) for position, number in wanted]


def _by_number(call: Call, numbers: Sequence[int]) -> dict[int, StoredRecord]:
    marks = ", ".join("?" * len(numbers))
    rows = call.store.all(
        f"SELECT {RECORD_COLUMNS} FROM records WHERE number IN ({marks})", numbers
    )
    return {row[0]: StoredRecord(*row) for row in rows}


def _unranked(call: Call, search: _Search, request: PageRequest) -> list[_Row]:
    """Ordered by id, if no record is more relevant. A place is a position (to stop) and an id."""
    position, last = request.place or (-1, None)
    step = -1 if request.backward else 1
    most = MAX_RANKED_RECORDS - 1 - position if step > 0 else position
    by_id = request._replace(place=None if last is None else [last])
    after, place, order = by_id.keyset(["id"], descending=False)
    query = search.query(RECORD_COLUMNS, "records_by_id")
    rows = call.store.all(
        f"{query.sql} AND {after} ORDER BY {order} LIMIT ?",
        [*query.parameters, *place, min(request.size + 1, most)],
    )
    found = [StoredRecord(*row) for row in rows]
    return [
        _Row([position + step * (index + 1), record.id], record)
        for index, record in enumerate(found)
    ]
