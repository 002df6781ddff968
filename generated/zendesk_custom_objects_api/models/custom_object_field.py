# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime

from attrs import define

from ..models.custom_field_option import CustomFieldOption
from ..models.custom_object_field_properties import CustomObjectFieldProperties
from ..models.filter_criteria import FilterCriteria


@define(kw_only=True)
class CustomObjectField:
    """A field of an object, standard or custom."""

    id: int
    """Identifies the field."""
    key: str | None = None
    """Names the value in `custom_object_fields`. Standard fields have `standard::name` and
    `standard::external_id`."""
    type: str | None = None
    """Type of a field. A roll-up has type `integer`, `decimal` or `date` and is told by its
    properties."""
    title: str | None = None
    """What the field is called."""
    raw_title: str | None = None
    """The title as written, which may be a placeholder of dynamic content."""
    description: str | None = None
    """What the field is for."""
    raw_description: str | None = None
    """The description as written, which may be a placeholder of dynamic content."""
    active: bool | None = None
    """Whether the field is in use."""
    position: int | None = None
    """Place among the fields. New fields often have 9999, so places can be shared."""
    required: bool | None = None
    """Whether a record needs a value. Always true for `standard::name`."""
    system: bool | None = None
    """Whether the service defines the field. Little of such a field can be changed."""
    readonly: bool | None = None
    """Whether its values cannot be written, as for roll-ups."""
    tag: str | None = None
    """Tag of a checkbox."""
    regexp_for_validation: str | None = None
    """Pattern that values of a regexp field match, written as in Ruby; the exact dialect is not
    established."""
    custom_field_options: list[CustomFieldOption] | None = None
    """Options of a dropdown or multiselect."""
    relationship_target_type: str | None = None
    """What a lookup or parent field points to."""
    relationship_filter: FilterCriteria | None = None
    """What narrows the choice of a lookup's target. It is not enforced when a record is written."""
    properties: CustomObjectFieldProperties | None = None
    """Further settings that depend on the type."""
    created_at: datetime.datetime | None = None
    """When the field was created."""
    updated_at: datetime.datetime | None = None
    """When the field was last changed."""
    url: str | None = None
    """Address of the field. Opaque."""
