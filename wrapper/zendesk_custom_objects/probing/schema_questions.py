"""Questions about objects, fields, permissions and triggers."""

from __future__ import annotations

from typing import Final

from . import readings
from .question import ACCEPTED, Question, paging_question, places
from .readings import accepted, details_under, written

__all__ = ["SCHEMA_QUESTIONS"]

_LIST_PAGING: Final = ("meta", "links", "count", "next_page", "previous_page")


def _raw_question(
    step: str, wrapper: str, name: str, fact: str, schema: str, *, has_title: bool = False
) -> Question:
    """Whether a `raw_` property can be written; `has_title` says that the one without `raw_` is
    written with it, which then counts for the sandbox."""
    answers = ("ignored", "written") if has_title else ("written", "ignored")
    return Question(
        id=f"{step}_{name}",
        fact=fact,
        grade="U",
        needs=(step,),
        read=written(step, wrapper, name),
        answers=(*answers, "absent", "refused"),
        reads_refusals=True,
        places=places(schema, name),
    )


SCHEMA_QUESTIONS: Final = (
    Question(
        id="object_key",
        fact="object keys of letters, digits and _",
        grade="C",
        needs=("object",),
        read=accepted("object"),
        answers=ACCEPTED,
        places=places("CustomObjectCreateInput", "key"),
    ),
    _raw_question(
        "raw_object",
        "custom_object",
        "raw_title",
        "raw_title of an object",
        "CustomObjectUpdateInput",
    ),
    _raw_question(
        "raw_object",
        "custom_object",
        "raw_title_pluralized",
        "raw_title_pluralized of an object",
        "CustomObjectUpdateInput",
    ),
    _raw_question(
        "raw_object",
        "custom_object",
        "raw_description",
        "raw_description of an object",
        "CustomObjectUpdateInput",
    ),
    Question(
        id="include_ui_path",
        fact="what include_ui_path adds",
        grade="U",
        needs=("ui_path",),
        read=readings.additions("ui_path"),
        answers=("501", "more", "nothing", "refused"),
        reads_refusals=True,
        places=("parameters.IncludeUiPath",),
    ),
    Question(
        id="include_permissions_metadata",
        fact="what include_permissions_metadata adds",
        grade="U",
        needs=("permissions_metadata",),
        read=readings.additions("permissions_metadata"),
        answers=("501", "more", "nothing", "refused"),
        reads_refusals=True,
        places=("parameters.IncludePermissionsMetadata",),
    ),
    paging_question(
        "objects",
        "paging of the list of objects",
        "CustomObjectsResponse",
        *_LIST_PAGING,
        "next_page.description:1",
    ),
    paging_question("access_rules", "paging of access rules", "AccessRulesResponse", *_LIST_PAGING),
    paging_question(
        "policies", "paging of permission policies", "PermissionPoliciesResponse", *_LIST_PAGING
    ),
    _raw_question(
        "field_raw",
        "custom_object_field",
        "raw_title",
        "raw_title of a new field",
        "CustomObjectFieldCreateInput",
        has_title=True,
    ),
    _raw_question(
        "field_raw",
        "custom_object_field",
        "raw_description",
        "raw_description of a new field",
        "CustomObjectFieldCreateInput",
    ),
    _raw_question(
        "raw_texts",
        "custom_object_field",
        "raw_title",
        "raw_title of an existing field",
        "CustomObjectFieldUpdateInput",
    ),
    _raw_question(
        "raw_texts",
        "custom_object_field",
        "raw_description",
        "raw_description of an existing field",
        "CustomObjectFieldUpdateInput",
    ),
    Question(
        id="field_errors",
        fact="errors of a field are under",
        grade="C",
        needs=("field_without_key",),
        read=details_under("field_without_key", "key"),
        answers=("key", "another key", "accepted"),
        reads_refusals=True,
        places=("CreateCustomObjectField.description:1",),
    ),
    Question(
        id="standard_field_key",
        fact="standard fields by their literal key",
        grade="C",
        needs=("unique_names",),
        read=accepted("unique_names"),
        answers=ACCEPTED,
        reads_refusals=True,
        places=(
            "ShowCustomObjectField.description:1",
            "parameters.CustomObjectFieldKeyOrId.description:1",
        ),
    ),
    Question(
        id="field_put",
        fact="PUT updates a field",
        grade="C",
        needs=("put_field",),
        read=accepted("put_field"),
        answers=ACCEPTED,
        reads_refusals=True,
        places=("UpdateCustomObjectField.description:1",),
    ),
    Question(
        id="field_type",
        fact="another type of an existing field",
        grade="U",
        needs=("change_type",),
        read=readings.changed_type,
        answers=("refused", "ignored", "changed"),
        reads_refusals=True,
        places=places("CustomObjectFieldUpdateInput", "type"),
    ),
    Question(
        id="no_relationship_filter",
        fact="relationship_filter of null",
        grade="U",
        needs=("no_filter",),
        read=accepted("no_filter"),
        answers=ACCEPTED,
        reads_refusals=True,
        places=places("CustomObjectFieldUpdateInput", "relationship_filter.description:1"),
    ),
    Question(
        id="options_without_ids",
        fact="new options without an id",
        grade="C",
        needs=("field_choice",),
        read=accepted("field_choice"),
        answers=ACCEPTED,
        reads_refusals=True,
        places=places("CustomFieldOptionInput", "id.x-correction:1"),
    ),
    Question(
        id="option_ids",
        fact="options that are sent with their ids",
        grade="U",
        needs=("field_choice", "options"),
        read=readings.option_ids,
        answers=("kept", "replaced", "refused"),
        reads_refusals=True,
        places=places("CustomFieldOptionInput", "id"),
    ),
    Question(
        id="reorder",
        fact="order of some of the fields",
        grade="C",
        needs=("reorder",),
        read=accepted("reorder"),
        answers=ACCEPTED,
        reads_refusals=True,
        places=(
            "ReorderCustomObjectFields.description:1",
            "ReorderCustomObjectFields.x-correction:1",
            *places("CustomObjectFieldsReorderRequest", "custom_object_field_ids.description:1"),
        ),
    ),
    _raw_question(
        "trigger",
        "trigger",
        "raw_title",
        "raw_title of a new trigger",
        "ObjectTriggerCreateInput",
        has_title=True,
    ),
    _raw_question(
        "change_trigger",
        "trigger",
        "raw_title",
        "raw_title of an existing trigger",
        "ObjectTriggerUpdateInput",
    ),
    Question(
        id="usage_counts",
        fact="two usage counts of triggers at once",
        grade="U",
        needs=("triggers",),
        read=readings.usage_counts,
        answers=("both", "one", "none", "refused"),
        reads_refusals=True,
        places=("parameters.TriggerInclude",),
    ),
)
