# Generated from _async/fields.py by scripts/generate.py: do not edit.
"""The client's methods for the fields of custom objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.arguments import definition, options
from .._core.paging import page
from .._generated import api, operations, types
from ..unset import UNSET, Unset
from .calls import Calls
from .listing import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._core.arguments import Option
    from .._generated import models, payloads


class FieldCalls(Calls):
    """Fields of objects."""

    def create_field(
        self,
        key: str,
        field_key: str,
        /,
        *,
        title: str,
        type: payloads.CustomFieldType = "text",
        description: str | Unset = UNSET,
        raw_title: str | Unset = UNSET,
        raw_description: str | Unset = UNSET,
        active: bool | Unset = UNSET,
        position: int | Unset = UNSET,
        required: bool | Unset = UNSET,
        tag: str | Unset = UNSET,
        regexp_for_validation: str | Unset | None = UNSET,
        custom_field_options: Iterable[Option] | Unset = UNSET,
        relationship_target_type: payloads.RelationshipTargetType | Unset = UNSET,
        relationship_filter: payloads.FilterCriteriaInput | Unset = UNSET,
        properties: payloads.CustomObjectFieldPropertiesInput | Unset = UNSET,
        validate: bool = True,
    ) -> models.CustomObjectField:
        """Add a field to the object `key`. For admins.

        Some types need another argument: regexp fields `regexp_for_validation`, dropdown and
        multiselect fields `custom_field_options`, lookup and parent fields
        `relationship_target_type`, currency and roll-up fields `properties`.
        """
        from ..rules.fields import prepare_field

        body = definition(
            {
                "key": field_key,
                "title": title,
                "type": type,
                "description": description,
                "raw_title": raw_title,
                "raw_description": raw_description,
                "active": active,
                "position": position,
                "required": required,
                "tag": tag,
                "regexp_for_validation": regexp_for_validation,
                "custom_field_options": options(custom_field_options),
                "relationship_target_type": relationship_target_type,
                "relationship_filter": relationship_filter,
                "properties": properties,
            },
            operations.CREATE_CUSTOM_OBJECT_FIELD,
            (lambda values: prepare_field("create", None, values)) if validate else None,
        )
        request = api.fields.create_custom_object_field(key, body={"custom_object_field": body})
        return self._get(request, lambda answer: answer.custom_object_field)

    def get_field(self, key: str, field: str | int, /) -> models.CustomObjectField:
        """Get a field by its key (for standard fields such as `standard::name`) or its id."""
        is_standard = str(field).startswith("standard::")
        request = api.fields.show_custom_object_field(
            key, str(field), include_standard_fields=True if is_standard else None
        )
        return self._get(request, lambda answer: answer.custom_object_field)

    def list_fields(
        self,
        key: str,
        /,
        *,
        include_standard_fields: bool = False,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> Listing[models.CustomObjectField]:
        """List the fields of the object `key`."""
        request = api.fields.list_custom_object_fields(
            key, include_standard_fields=True if include_standard_fields else None
        )
        return Listing(
            self._sender,
            request,
            lambda answer: page(answer.custom_object_fields, answer.meta),
            page_size=page_size,
            limit=limit,
            after=after,
        )

    def update_field(
        self,
        key: str,
        field: str | int,
        /,
        *,
        title: str | Unset = UNSET,
        description: str | Unset = UNSET,
        raw_title: str | Unset = UNSET,
        raw_description: str | Unset = UNSET,
        active: bool | Unset = UNSET,
        position: int | Unset = UNSET,
        required: bool | Unset = UNSET,
        tag: str | Unset = UNSET,
        regexp_for_validation: str | Unset | None = UNSET,
        custom_field_options: Iterable[Option] | Unset = UNSET,
        relationship_filter: payloads.FilterCriteriaInput | Unset | None = UNSET,
        properties: payloads.CustomObjectFieldPropertiesInput | Unset = UNSET,
        validate: bool = True,
    ) -> models.CustomObjectField:
        """Change the given properties of a field. For admins.

        `custom_field_options` replaces all options: an option that is left out is removed together
        with its values. To add an option, pass the existing ones as well.
        """
        from ..rules.fields import prepare_field

        body = definition(
            {
                "title": title,
                "description": description,
                "raw_title": raw_title,
                "raw_description": raw_description,
                "active": active,
                "position": position,
                "required": required,
                "tag": tag,
                "regexp_for_validation": regexp_for_validation,
                "custom_field_options": options(custom_field_options),
                "relationship_filter": relationship_filter,
                "properties": properties,
            },
            operations.UPDATE_CUSTOM_OBJECT_FIELD,
            (lambda values: prepare_field("update", None, values, key=field)) if validate else None,
        )
        request = api.fields.update_custom_object_field(
            key, str(field), body={"custom_object_field": body}
        )
        return self._get(request, lambda answer: answer.custom_object_field)

    def delete_field(self, key: str, field: str | int, /) -> None:
        """Delete a field and its values in all records. For admins."""
        self.send(api.fields.delete_custom_object_field(key, str(field)))

    def reorder_fields(self, key: str, field_ids: Iterable[int | str], /) -> None:
        """Set the order in which fields are displayed; the list can be partial. For admins."""
        ids = [str(field_id) for field_id in field_ids]
        request = api.fields.reorder_custom_object_fields(
            key, body={"custom_object_field_ids": ids}
        )
        self.send(request.returning(types.NOTHING))

    def field_limit(self, key: str, /) -> models.CustomObjectLimit:
        """Number of custom fields of the object, and the maximum."""
        return self.send(api.fields.custom_object_fields_limit(key))
