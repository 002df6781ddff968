"""`zco objects`."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from .connection import connected
from .output import Json, Yes, confirm, note, show, show_all

if TYPE_CHECKING:
    from .. import Client, models

__all__ = ["objects"]

objects = typer.Typer(no_args_is_help=True, help="Custom objects: types of records.")

ObjectKey: TypeAlias = Annotated[str, typer.Argument(metavar="KEY", help="Key of the object.")]
Description: TypeAlias = Annotated[str | None, typer.Option(help="Description for people.")]
ListView: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--list-view/--no-list-view", help="Whether agents see a page that lists the records."
    ),
]
Photos: TypeAlias = Annotated[
    bool | None, typer.Option("--photos/--no-photos", help="Whether records can have a photo.")
]
Attachments: TypeAlias = Annotated[
    bool | None,
    typer.Option("--attachments/--no-attachments", help="Whether records can have attachments."),
]


@objects.command("list")
@connected
def list_objects(zendesk: "Client", as_json: Json = False) -> None:
    """List all objects."""
    show_all(lambda limit: zendesk.list_objects(), _in_list, as_json=as_json)


@objects.command("show")
@connected
def show_object(zendesk: "Client", key: ObjectKey, as_json: Json = False) -> None:
    """Show an object."""
    _show(zendesk.get_object(key), as_json)


@objects.command("create")
@connected
def create_object(
    zendesk: "Client",
    key: ObjectKey,
    title: Annotated[str, typer.Option(help="Title in the singular.")],
    title_pluralized: Annotated[str, typer.Option(help="Title in the plural.")],
    description: Description = None,
    list_view: ListView = None,
    photos: Photos = None,
    attachments: Attachments = None,
    as_json: Json = False,
) -> None:
    """Create an object. Its key cannot be changed later."""
    settings = _settings(description, list_view, photos, attachments)
    created = zendesk.create_object(key, title=title, title_pluralized=title_pluralized, **settings)
    _show(created, as_json)


@objects.command("update")
@connected
def update_object(
    zendesk: "Client",
    key: ObjectKey,
    title: Annotated[str | None, typer.Option(help="Title in the singular.")] = None,
    title_pluralized: Annotated[str | None, typer.Option(help="Title in the plural.")] = None,
    description: Description = None,
    list_view: ListView = None,
    photos: Photos = None,
    attachments: Attachments = None,
    as_json: Json = False,
) -> None:
    """Change some properties of an object; the others stay."""
    changes = given(title=title, title_pluralized=title_pluralized)
    changes |= _settings(description, list_view, photos, attachments)
    if not changes:
        raise typer.BadParameter("nothing to change: add the options that do, such as --title")
    _show(zendesk.update_object(key, **changes), as_json)


@objects.command("delete")
@connected
def delete_object(zendesk: "Client", key: ObjectKey, yes: Yes = False) -> None:
    """Delete an object, its fields and all its records. This cannot be undone."""
    confirm(f"Delete the object {key}, its fields and all its records? This cannot be undone.", yes)
    zendesk.delete_object(key)
    note(f"Deleted {key}.")


def given(**values: Any) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in values.items() if value is not None}


def _settings(
    description: str | None, list_view: bool | None, photos: bool | None, attachments: bool | None
) -> dict[str, Any]:
    return given(
        description=description,
        include_in_list_view=list_view,
        allows_photos=photos,
        allows_attachments=attachments,
    )


def _in_list(item: "models.CustomObject") -> dict[str, Any]:
    return {
        "key": item.key,
        "title": item.title,
        "title_pluralized": item.title_pluralized,
        "updated_at": item.updated_at,
    }


def _show(item: "models.CustomObject", as_json: bool) -> None:
    row = {
        **_in_list(item),
        "description": item.description,
        "include_in_list_view": item.include_in_list_view,
        "allows_photos": item.allows_photos,
        "allows_attachments": item.allows_attachments,
    }
    show(item, row, as_json=as_json)
