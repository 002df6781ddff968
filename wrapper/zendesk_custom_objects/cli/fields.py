"""`zco fields`."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from .connection import connected
from .objects import Description, ObjectKey, given
from .output import Json, Limit, Yes, confirm, note, show, show_all
from .values import from_json, pairs, read_json

if TYPE_CHECKING:
    from .. import Client, models

__all__ = ["fields"]

fields = typer.Typer(no_args_is_help=True, help="Fields of an object.")

FieldKey: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="FIELD", help="Key or id of the field, such as port or standard::name."),
]
Required: TypeAlias = Annotated[
    bool | None, typer.Option("--required/--optional", help="Whether a record needs a value.")
]
Active: TypeAlias = Annotated[
    bool | None, typer.Option("--active/--inactive", help="Whether the field is in use.")
]
Position: TypeAlias = Annotated[int | None, typer.Option(help="Position among the fields.")]
Tag: TypeAlias = Annotated[str | None, typer.Option(help="Tag of a checkbox.")]
Choices: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="VALUE[=NAME]",
        help="An option of a dropdown or multiselect; repeat it for others. An update"
        " replaces all.",
    ),
]
Regexp: TypeAlias = Annotated[
    str | None, typer.Option(help="Pattern for the values of a regexp field, in Ruby's syntax.")
]
Filter: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--filter",
        metavar="JSON",
        help="Condition on the targets of a lookup: JSON, @FILE, or - for stdin.",
    ),
]
Property: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--property",
        metavar="NAME=JSON",
        help="A setting of the type, such as is_unique=true; repeat it for others.",
    ),
]


@fields.command("list")
@connected
def list_fields(
    zendesk: "Client",
    key: ObjectKey,
    standard: Annotated[
        bool, typer.Option("--standard", help="List the standard fields as well.")
    ] = False,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """List the fields of an object."""
    show_all(
        lambda limit: zendesk.list_fields(key, include_standard_fields=standard, limit=limit),
        _in_list,
        as_json=as_json,
        limit=limit,
    )


@fields.command("show")
@connected
def show_field(zendesk: "Client", key: ObjectKey, field: FieldKey, as_json: Json = False) -> None:
    """Show a field."""
    _show(zendesk.get_field(key, field), as_json)


@fields.command("create")
@connected
def create_field(
    zendesk: "Client",
    key: ObjectKey,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="Key of the new field.")],
    title: Annotated[str, typer.Option(help="Title of the field.")],
    type: Annotated[
        str,
        typer.Option(
            help="text, textarea, checkbox, date, integer, decimal, dropdown, multiselect, regexp,"
            " lookup, parent, currency or a roll-up."
        ),
    ] = "text",
    description: Description = None,
    required: Required = None,
    active: Active = None,
    position: Position = None,
    tag: Tag = None,
    option: Choices = None,
    regexp: Regexp = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TYPE|KEY",
            help="Target of a lookup or parent: zen:user, zen:ticket, zen:organization, or the key"
            " of an object.",
        ),
    ] = None,
    filter: Filter = None,
    property: Property = None,
    as_json: Json = False,
) -> None:
    """Add a field to an object."""
    settings = _settings(
        description, required, active, position, tag, option, regexp, filter, property
    )
    if target is not None:
        is_key = not target.startswith("zen:")
        settings["relationship_target_type"] = f"zen:custom_object:{target}" if is_key else target
    kind: Any = type
    _show(zendesk.create_field(key, field, title=title, type=kind, **settings), as_json)


@fields.command("update")
@connected
def update_field(
    zendesk: "Client",
    key: ObjectKey,
    field: FieldKey,
    title: Annotated[str | None, typer.Option(help="Title of the field.")] = None,
    description: Description = None,
    required: Required = None,
    active: Active = None,
    position: Position = None,
    tag: Tag = None,
    option: Choices = None,
    regexp: Regexp = None,
    filter: Filter = None,
    property: Property = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Change some properties of a field; the others stay."""
    changes = given(title=title) | _settings(
        description, required, active, position, tag, option, regexp, filter, property
    )
    if not changes:
        raise typer.BadParameter("nothing to change: add the options that do, such as --title")
    if option:
        confirm(
            "Options not listed are removed from the field and from all records. Continue?", yes
        )
        _keep_ids(zendesk.get_field(key, field), changes["custom_field_options"])
    _show(zendesk.update_field(key, field, **changes), as_json)


@fields.command("delete")
@connected
def delete_field(zendesk: "Client", key: ObjectKey, field: FieldKey, yes: Yes = False) -> None:
    """Delete a field and its values in all records."""
    confirm(f"Delete the field {field} of {key} and its values in all records?", yes)
    zendesk.delete_field(key, field)
    note(f"Deleted {field} of {key}.")


@fields.command("reorder")
@connected
def reorder_fields(
    zendesk: "Client",
    key: ObjectKey,
    field_ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids of all fields in the new order.")
    ],
) -> None:
    """Set the order of the fields."""
    zendesk.reorder_fields(key, field_ids)


def _settings(
    description: str | None,
    required: bool | None,
    active: bool | None,
    position: int | None,
    tag: str | None,
    options: list[str] | None,
    regexp: str | None,
    filter: str | None,
    properties: list[str] | None,
) -> dict[str, Any]:
    settings = given(
        description=description,
        required=required,
        active=active,
        position=position,
        tag=tag,
        regexp_for_validation=regexp,
        relationship_filter=None if filter is None else read_json(filter, "--filter"),
    )
    if options:
        settings["custom_field_options"] = [_option(text) for text in options]
    if properties:
        settings["properties"] = {
            name: from_json(text, "--property")
            for name, text in pairs(properties, "--property").items()
        }
    return settings


def _option(text: str) -> dict[str, Any]:
    value, equals, name = text.partition("=")
    return {"value": value, "name": name if equals else value}


def _keep_ids(field: "models.CustomObjectField", options: list[dict[str, Any]]) -> None:
    """An option that existed before keeps its id, and records keep the value."""
    ids = {option.value: option.id for option in field.custom_field_options or ()}
    for option in options:
        if (known := ids.get(option["value"])) is not None:
            option["id"] = known


def _in_list(field: "models.CustomObjectField") -> dict[str, Any]:
    return {
        "key": field.key,
        "type": field.type,
        "title": field.title,
        "required": field.required,
        "active": field.active,
        "id": field.id,
    }


def _show(field: "models.CustomObjectField", as_json: bool) -> None:
    options = [option.value for option in field.custom_field_options or ()]
    further = given(
        description=field.description,
        tag=field.tag,
        regexp_for_validation=field.regexp_for_validation,
        relationship_target_type=field.relationship_target_type,
        options=", ".join(map(str, options)) or None,
    )
    show(field, {**_in_list(field), **further}, as_json=as_json)
