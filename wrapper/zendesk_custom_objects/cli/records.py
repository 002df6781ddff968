"""`zco records`."""

import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from .connection import connected
from .objects import ObjectKey, given
from .output import Json, Limit, Yes, confirm, note, show, show_all
from .values import comparable, field_kinds, from_json, pairs, read_json, typed

if TYPE_CHECKING:
    from .. import Client, Filter, Record
    from ..rules.field_types import Kind

__all__ = ["records"]

records = typer.Typer(no_args_is_help=True, help="Records of an object.")

RecordId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="Id of the record.")]
Name: TypeAlias = Annotated[str | None, typer.Option(help="Name of the record.")]
ExternalId: TypeAlias = Annotated[
    str | None, typer.Option(help="Id of the record in another system.")
]
Set: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=TEXT",
        help="A value, read by the type of its field as in a CSV file; a multiselect is a;b;"
        " FIELD= clears it.",
    ),
]
SetJson: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set-json", metavar="FIELD=JSON", help="A value in JSON; null clears it."),
]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--column", "-c", help="Show only this column; repeat it for others."),
]
Sort: TypeAlias = Annotated[
    str | None, typer.Option(help="Order, such as updated_at, or -updated_at for the latest first.")
]


@records.command("list")
@connected
def list_records(
    zendesk: "Client",
    key: ObjectKey,
    external_id: Annotated[
        list[str] | None,
        typer.Option(
            help="Show only the record with this id in another system; repeat it for others."
        ),
    ] = None,
    sort: Sort = None,
    limit: Limit = None,
    column: Columns = None,
    as_json: Json = False,
) -> None:
    """List records."""
    order: Any = sort
    show_all(
        lambda limit: zendesk.list_records(
            key, external_ids=external_id or None, sort=order, limit=limit
        ),
        _row,
        as_json=as_json,
        limit=limit,
        columns=column or (),
    )


@records.command("show")
@connected
def show_record(
    zendesk: "Client", key: ObjectKey, record_id: RecordId, as_json: Json = False
) -> None:
    """Show a record."""
    _show(zendesk.get_record(key, record_id), as_json)


@records.command("create")
@connected
def create_record(
    zendesk: "Client",
    key: ObjectKey,
    name: Name = None,
    external_id: ExternalId = None,
    set: Set = None,
    set_json: SetJson = None,
    as_json: Json = False,
) -> None:
    """Create a record."""
    values = _values(zendesk, key, name, external_id, set, set_json)
    _show(zendesk.create_record(key, **values), as_json)


@records.command("update")
@connected
def update_record(
    zendesk: "Client",
    key: ObjectKey,
    record_id: RecordId,
    name: Name = None,
    external_id: ExternalId = None,
    set: Set = None,
    set_json: SetJson = None,
    as_json: Json = False,
) -> None:
    """Change some values of a record; the others stay."""
    values = _values(zendesk, key, name, external_id, set, set_json)
    _show(zendesk.update_record(key, record_id, **values), as_json)


@records.command("upsert")
@connected
def upsert_record(
    zendesk: "Client",
    key: ObjectKey,
    by: Annotated[
        str | None,
        typer.Option(
            help="Match by external_id or name.",
            show_default="external_id if given",
        ),
    ] = None,
    name: Name = None,
    external_id: ExternalId = None,
    set: Set = None,
    set_json: SetJson = None,
    as_json: Json = False,
) -> None:
    """Update the record with this external id or unique name, or create it."""
    if by is None and name is None and external_id is None:
        raise typer.BadParameter("nothing to match by: add --external-id or --name")
    values = _values(zendesk, key, name, external_id, set, set_json)
    address: Any = by
    if by is not None and by not in values:
        raise typer.BadParameter(
            f"there is no {by}: add --{by.replace('_', '-')}", param_hint="--by"
        )
    _show(zendesk.upsert_record(key, address, **values), as_json)


@records.command("delete")
@connected
def delete_record(
    zendesk: "Client",
    key: ObjectKey,
    record_id: Annotated[str | None, typer.Argument(metavar="ID", help="Id of the record.")] = None,
    external_id: ExternalId = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the record, if names are unique.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Delete a record by its id, its external id or its unique name."""
    address = given(record_id=record_id, external_id=external_id, name=name)
    if len(address) != 1:
        raise typer.BadParameter("name the record by exactly one of ID, --external-id and --name")
    (value,) = address.values()
    confirm(f"Delete the record {value} of {key}?", yes)
    zendesk.delete_record(key, record_id, external_id=external_id, name=name)
    note(f"Deleted {value}.")


@records.command("search")
@connected
def search_records(
    zendesk: "Client",
    key: ObjectKey,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words, or beginnings of words.")],
    sort: Sort = None,
    limit: Limit = None,
    column: Columns = None,
    as_json: Json = False,
) -> None:
    """Search the texts of records; the most relevant come first."""
    order: Any = sort
    show_all(
        lambda limit: zendesk.search_records(key, query, sort=order, limit=limit),
        _row,
        as_json=as_json,
        limit=limit,
        columns=column or (),
    )


@records.command("find")
@connected
def find_records(
    zendesk: "Client",
    key: ObjectKey,
    conditions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CONDITION",
            help="Such as 'berths>=4', port=kiel, port!=kiel, 'name~nord' (contains), port= (no"
            " value); all must hold.",
        ),
    ] = None,
    filter: Annotated[
        str | None,
        typer.Option(
            metavar="JSON", help="Conditions as the service has them: JSON, @FILE, or - for stdin."
        ),
    ] = None,
    query: Annotated[
        str | None, typer.Option(help="Words that the records must contain as well.")
    ] = None,
    sort: Sort = None,
    limit: Limit = None,
    column: Columns = None,
    as_json: Json = False,
) -> None:
    """Find the records that meet conditions."""
    if bool(conditions) == (filter is not None):
        raise typer.BadParameter("give either conditions or --filter")
    wanted = (
        read_json(filter, "--filter")
        if filter is not None
        else _conditions(zendesk, key, conditions or [])
    )
    order: Any = sort
    show_all(
        lambda limit: zendesk.find_records(key, wanted, query=query, sort=order, limit=limit),
        _row,
        as_json=as_json,
        limit=limit,
        columns=column or (),
    )


@records.command("count")
@connected
def count_records(zendesk: "Client", key: ObjectKey, as_json: Json = False) -> None:
    """Count the records; the service updates the figure now and then."""
    count = zendesk.count_records(key)
    show(count, {"value": count.value, "refreshed_at": count.refreshed_at}, as_json=as_json)


def _values(
    zendesk: "Client",
    key: str,
    name: str | None,
    external_id: str | None,
    texts: list[str] | None,
    jsons: list[str] | None,
) -> dict[str, Any]:
    """The arguments of create, update and upsert."""
    written = pairs(texts or (), "--set")
    exact = {
        field: from_json(text, "--set-json")
        for field, text in pairs(jsons or (), "--set-json").items()
    }
    if twice := written.keys() & exact.keys():
        raise typer.BadParameter(
            f"{min(twice)} is set twice: by --set and --set-json", param_hint="--set-json"
        )
    fields = typed(zendesk, key, written) | exact
    return given(name=name, external_id=external_id) | {"fields": fields}


SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "~": lambda field, text: field.contains(text),
}
CONDITION = re.compile(r"([\w:.]+?)\s*(>=|<=|!=|=|>|<|~)\s*(.*)", re.DOTALL)


def _conditions(zendesk: "Client", key: str, texts: list[str]) -> "Filter":
    """Conditions as a filter; values are read by the types of their fields."""
    kinds = field_kinds(zendesk, key)
    conditions = [_condition(text, kinds) for text in texts]
    joined = conditions[0]
    for condition in conditions[1:]:
        joined &= condition
    return joined


def _condition(text: str, kinds: "dict[str, Kind]") -> "Filter":
    from .. import F
    from ..rules.operators import CUSTOM_FIELDS, STANDARD_OPERATORS

    found = CONDITION.fullmatch(text)
    if found is None:
        raise typer.BadParameter(
            f"not a condition: {text!r} (write FIELD=VALUE, or with !=, >, >=, <, <= or ~)"
        )
    name, sign, value = found.groups()
    is_standard = name in STANDARD_OPERATORS
    field: Any = getattr(F, name) if is_standard else F[name.removeprefix(CUSTOM_FIELDS)]
    kind = None if is_standard else kinds.get(name.removeprefix(CUSTOM_FIELDS))
    comparison = comparable(kind, value)
    condition: Filter
    if comparison is None or (value == "" and not is_standard):
        if sign not in ("=", "!="):
            raise typer.BadParameter(
                f"{text!r} compares with nothing: write {name}= for records without a value,"
                f" {name}!= for those with one"
            )
        condition = field.exists(sign == "!=")
    else:
        condition = SIGNS[sign](field, comparison)
    return condition


def _row(record: "Record[dict[str, Any]]") -> dict[str, Any]:
    own = {"id": record.id, "name": record.name, "external_id": record.external_id}
    return {
        **own,
        # A field may be called like a property of the record.
        **{
            f"custom_object_fields.{key}" if key in own else key: value
            for key, value in record.fields.items()
        },
        "updated_at": record.updated_at,
    }


def _show(record: "Record[dict[str, Any]]", as_json: bool) -> None:
    show(record, {**_row(record), "created_at": record.created_at}, as_json=as_json)
