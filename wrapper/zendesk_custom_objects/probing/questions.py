"""The questions of a probe: what each asks, and how its answer is read from the replies.

A question whose id is the name of a variant of the sandbox has the values of that variant among its
answers. `places` are those of the contract whose grade of evidence depends on the answer: an
operation or component with what is in it, and, for a remark in a text, its number there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from . import job_replies, readings
from .readings import Reader, accepted, details_under, kind_of, paging, status_of, written
from .scene import OTHER

if TYPE_CHECKING:
    from .scene import Scene

__all__ = ["QUESTIONS", "Question", "variant_value"]

_STATUS: Final = re.compile("[1-5][0-9][0-9]")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question."""

    id: str
    fact: str
    """What it asks, in at most 40 characters."""
    grade: str
    """How well the fact is established: `O`, `D`, `H`, `C` or `U`, as in the contract."""
    needs: tuple[str, ...]
    """The steps whose replies it is read from."""
    read: Reader
    answers: tuple[str, ...]
    """Those that were foreseen, what the sandbox does by default first. Those of a variant are its
    values."""
    others: tuple[str, ...] = ()
    """Foreseen answers that a variant cannot play."""
    is_variant: bool = False
    reads_refusals: bool = False
    """Whether the reply of a step that did not succeed is an answer, too."""
    places: tuple[str, ...] = ()

    def answer(self, scene: Scene) -> str | None:
        """The answer: one of `answers`, a status, or `other`; `None` if the replies have none."""
        found = self.read(scene)
        if found is None or found in (*self.answers, *self.others) or _STATUS.fullmatch(found):
            return found
        return OTHER


def variant_value(answer: str) -> Any:
    """The value of a variant for the answer to its question."""
    if answer == "none":
        return None
    return int(answer) if answer.isdecimal() else answer


_BY_ID: Final = ("create", "update", "delete")
_BY_EXTERNAL_ID: Final = ("create_or_update_by_external_id", "delete_by_external_id")
_ACCEPTED: Final = ("accepted", "refused")
_PAGING: Final = ("none", "cursor", "offset", "both")

_COMPARISON: Final = "schemas.CustomObjectRecordFilteredSearchComparison"
_VALUES: Final = "schemas.CustomFieldValues.description"
_LIST_PAGING: Final = ("meta", "links", "count", "next_page", "previous_page")


def _places(schema: str, *names: str) -> tuple[str, ...]:
    return tuple(f"schemas.{schema}.{name}" for name in names)


def _raw(
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
        places=_places(schema, name),
    )


def _list(step: str, fact: str, schema: str, *names: str) -> Question:
    return Question(
        id=f"{step}_paging",
        fact=fact,
        grade="U",
        needs=(step,),
        read=paging(step),
        answers=_PAGING,
        reads_refusals=True,
        places=_places(schema, *names),
    )


def _filter(step: str, fact: str, grade: str, *places: str) -> Question:
    return Question(
        id=step,
        fact=fact,
        grade=grade,
        needs=(step,),
        read=accepted(step),
        answers=_ACCEPTED,
        reads_refusals=True,
        places=places,
    )


_VARIANTS: Final = (
    Question(
        id="unknown_keys",
        fact="unknown keys of a body",
        grade="U",
        needs=("unknown_key",),
        read=readings.unknown_keys,
        answers=("warn", "drop", "refuse"),
        is_variant=True,
        reads_refusals=True,
        places=("headers.ApiWarn", "info.description:1"),
    ),
    Question(
        id="unknown_parameters",
        fact="unknown query parameters",
        grade="U",
        needs=("unknown_parameter",),
        read=readings.dropped_or_refused("unknown_parameter", "ignore"),
        answers=("ignore", "refuse"),
        is_variant=True,
        reads_refusals=True,
    ),
    Question(
        id="unknown_fields",
        fact="unknown keys of custom fields",
        grade="U",
        needs=("unknown_field",),
        read=readings.dropped_or_refused("unknown_field", "drop"),
        answers=("refuse", "drop"),
        is_variant=True,
        reads_refusals=True,
    ),
    Question(
        id="upsert_created_status",
        fact="status of an upsert that creates",
        grade="U",
        needs=("upsert",),
        read=status_of("upsert", {}),
        answers=("200", "201"),
        is_variant=True,
        reads_refusals=True,
        places=("UpsertCustomObjectRecordByExternalIdOrName.201",),
    ),
    Question(
        id="job_results_by_external_id",
        fact="job results by external id",
        grade="C",
        needs=("jobs",),
        read=job_replies.job_results(*_BY_EXTERNAL_ID),
        answers=("observed", "documented"),
        others=("mixed",),
        is_variant=True,
        places=(
            *_places("JobResult", "description:1", "external_id", "external_id.description:1"),
            *_places("JobResult", "status.description:1"),
        ),
    ),
    Question(
        id="job_results_by_name",
        fact="job results by name",
        grade="U",
        needs=("jobs",),
        read=job_replies.job_results("create_or_update_by_name"),
        answers=("observed", "documented"),
        others=("mixed",),
        is_variant=True,
        places=("schemas.JobResult",),
    ),
    Question(
        id="job_results_by_id",
        fact="job results of create, update, delete",
        grade="U",
        needs=("jobs",),
        read=job_replies.job_results(*_BY_ID),
        answers=("documented", "observed"),
        others=("mixed",),
        is_variant=True,
        places=("schemas.JobResult",),
    ),
    Question(
        id="failed_item_errors",
        fact="errors of failed items of jobs",
        grade="C",
        needs=("jobs",),
        read=job_replies.failed_item_errors,
        answers=("listed", "absent"),
        others=("mixed",),
        is_variant=True,
        places=_places("JobResult", "errors", "errors.description:1"),
    ),
    Question(
        id="dates",
        fact="values of date fields",
        grade="C",
        needs=("first",),
        read=readings.dates,
        answers=("datetime", "date", "zulu"),
        is_variant=True,
        places=(f"{_VALUES}:5",),
    ),
    Question(
        id="export_numbers",
        fact="numbers in the export",
        grade="U",
        needs=("first", "export"),
        read=readings.export_numbers,
        answers=("number", "string"),
        is_variant=True,
    ),
    Question(
        id="empty_external_id",
        fact="external id of a record without one",
        grade="U",
        needs=("first",),
        read=readings.empty_external_id,
        answers=("null", "text"),
        others=("absent",),
        is_variant=True,
    ),
    Question(
        id="last_page_link",
        fact="links.next on the last page",
        grade="C",
        needs=("records",),
        read=readings.last_page_link,
        answers=("set", "null"),
        others=("absent",),
        is_variant=True,
    ),
    Question(
        id="search_count",
        fact="count of a search",
        grade="U",
        needs=("search",),
        read=readings.search_count,
        answers=("page", "total"),
        others=("absent",),
        is_variant=True,
        places=_places("CustomObjectRecordsResponse", "count"),
    ),
    Question(
        id="error_items",
        fact="code in the details of a 422",
        grade="U",
        needs=("wrong_value",),
        read=readings.error_items,
        answers=("error", "type"),
        is_variant=True,
        reads_refusals=True,
    ),
    Question(
        id="not_found",
        fact="body of a 404",
        grade="C",
        needs=("missing",),
        read=readings.not_found,
        answers=("described", "bare"),
        is_variant=True,
        reads_refusals=True,
    ),
    Question(
        id="download",
        fact="reply to the download of an attachment",
        grade="U",
        needs=("download",),
        read=readings.download,
        answers=("redirect", "content"),
        is_variant=True,
        reads_refusals=True,
    ),
    Question(
        id="request_line_limit",
        fact="characters of the longest request line",
        grade="U",
        needs=("line_5000", "line_9000"),
        read=readings.request_line_limit,
        answers=("8192", "4096", "none"),
        is_variant=True,
        reads_refusals=True,
    ),
)

_OBJECTS_AND_FIELDS: Final = (
    Question(
        id="object_key",
        fact="object keys of letters, digits and _",
        grade="C",
        needs=("object",),
        read=accepted("object"),
        answers=_ACCEPTED,
        places=_places("CustomObjectCreateInput", "key"),
    ),
    _raw(
        "raw_object",
        "custom_object",
        "raw_title",
        "raw_title of an object",
        "CustomObjectUpdateInput",
    ),
    _raw(
        "raw_object",
        "custom_object",
        "raw_title_pluralized",
        "raw_title_pluralized of an object",
        "CustomObjectUpdateInput",
    ),
    _raw(
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
    _list(
        "objects",
        "paging of the list of objects",
        "CustomObjectsResponse",
        *_LIST_PAGING,
        "next_page.description:1",
    ),
    _list("access_rules", "paging of access rules", "AccessRulesResponse", *_LIST_PAGING),
    _list("policies", "paging of permission policies", "PermissionPoliciesResponse", *_LIST_PAGING),
    _raw(
        "field_raw",
        "custom_object_field",
        "raw_title",
        "raw_title of a new field",
        "CustomObjectFieldCreateInput",
        has_title=True,
    ),
    _raw(
        "field_raw",
        "custom_object_field",
        "raw_description",
        "raw_description of a new field",
        "CustomObjectFieldCreateInput",
    ),
    _raw(
        "raw_texts",
        "custom_object_field",
        "raw_title",
        "raw_title of an existing field",
        "CustomObjectFieldUpdateInput",
    ),
    _raw(
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
        answers=_ACCEPTED,
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
        answers=_ACCEPTED,
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
        places=_places("CustomObjectFieldUpdateInput", "type"),
    ),
    Question(
        id="no_relationship_filter",
        fact="relationship_filter of null",
        grade="U",
        needs=("no_filter",),
        read=accepted("no_filter"),
        answers=_ACCEPTED,
        reads_refusals=True,
        places=_places("CustomObjectFieldUpdateInput", "relationship_filter.description:1"),
    ),
    Question(
        id="options_without_ids",
        fact="new options without an id",
        grade="C",
        needs=("field_choice",),
        read=accepted("field_choice"),
        answers=_ACCEPTED,
        reads_refusals=True,
        places=_places("CustomFieldOptionInput", "id.x-correction:1"),
    ),
    Question(
        id="option_ids",
        fact="options that are sent with their ids",
        grade="U",
        needs=("field_choice", "options"),
        read=readings.option_ids,
        answers=("kept", "replaced", "refused"),
        reads_refusals=True,
        places=_places("CustomFieldOptionInput", "id"),
    ),
    Question(
        id="reorder",
        fact="order of some of the fields",
        grade="C",
        needs=("reorder",),
        read=accepted("reorder"),
        answers=_ACCEPTED,
        reads_refusals=True,
        places=(
            "ReorderCustomObjectFields.description:1",
            "ReorderCustomObjectFields.x-correction:1",
            *_places("CustomObjectFieldsReorderRequest", "custom_object_field_ids.description:1"),
        ),
    ),
    _raw(
        "trigger",
        "trigger",
        "raw_title",
        "raw_title of a new trigger",
        "ObjectTriggerCreateInput",
        has_title=True,
    ),
    _raw(
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

_RECORDS: Final = (
    Question(
        id="checkbox",
        fact="value of a checkbox",
        grade="C",
        needs=("first",),
        read=readings.first_value("flag"),
        answers=("boolean", "text", "number"),
        places=(f"{_VALUES}:1",),
    ),
    Question(
        id="integer",
        fact="value of an integer field",
        grade="U",
        needs=("first",),
        read=readings.first_value("whole"),
        answers=("number", "text"),
        places=(f"{_VALUES}:2",),
    ),
    Question(
        id="decimal",
        fact="value of a decimal field",
        grade="C",
        needs=("first",),
        read=readings.first_value("fraction"),
        answers=("number", "text"),
        places=(f"{_VALUES}:3", f"{_VALUES}:4"),
    ),
    Question(
        id="currency",
        fact="value of a currency field",
        grade="U",
        needs=("money",),
        read=kind_of("money", "custom_object_record", "custom_object_fields", "money"),
        answers=("number", "text", "object", "null", "refused"),
        reads_refusals=True,
        places=(f"{_VALUES}:6",),
    ),
    Question(
        id="unset_value",
        fact="value of a field without one",
        grade="U",
        needs=("target",),
        read=readings.unset_value,
        answers=("null", "absent", "text"),
    ),
    Question(
        id="lookup_of_deleted",
        fact="lookup whose target was deleted",
        grade="U",
        needs=("first_again", "job_delete"),
        read=readings.lookup_of_deleted,
        answers=("kept", "null"),
    ),
    Question(
        id="order_of_creation",
        fact="sort=id is the order of creation",
        grade="U",
        needs=("records",),
        read=readings.order_of_creation,
        answers=("yes", "no"),
    ),
    Question(
        id="search_delay",
        fact="when a search shows what was written",
        grade="U",
        needs=("search",),
        read=readings.search_delay,
        answers=("at once", "later", "not in time"),
        places=(
            "SearchCustomObjectRecords.description:1",
            "FilteredSearchCustomObjectRecords.description:1",
        ),
    ),
    Question(
        id="duplicate_name",
        fact="errors of a duplicate name are under",
        grade="C",
        needs=("same_name",),
        read=details_under("same_name", "base"),
        answers=("base", "another key", "accepted"),
        reads_refusals=True,
        places=(
            "CreateCustomObjectRecord.description:1",
            "responses.UnprocessableEntity.description:1",
        ),
    ),
    Question(
        id="repeated_external_id",
        fact="external id in the body of its upsert",
        grade="U",
        needs=("upsert_again",),
        read=accepted("upsert_again"),
        answers=_ACCEPTED,
        reads_refusals=True,
        places=_places("CustomObjectRecordUpsertInput", "external_id"),
    ),
    Question(
        id="too_large",
        fact="status for a record beyond 32 KB",
        grade="C",
        needs=("large",),
        read=status_of("large", {}),
        answers=("422", "413", "400", "201"),
        reads_refusals=True,
        places=("responses.PayloadTooLarge", "responses.PayloadTooLarge.description:1"),
    ),
    _filter(
        "filter_flag_link",
        "filters: checkbox, lookup",
        "C",
        f"{_COMPARISON}.description:1",
        f"{_COMPARISON}.description:6",
    ),
    _filter("filter_day", "filters: date", "C", f"{_COMPARISON}.description:2"),
    _filter("filter_numbers", "filters: integer, decimal", "C", f"{_COMPARISON}.description:3"),
    _filter("filter_texts", "filters: text, dropdown", "C", f"{_COMPARISON}.description:4"),
    _filter("filter_choices", "filters: multiselect", "C", f"{_COMPARISON}.description:5"),
    _filter(
        "filter_number_text",
        "filters: a number as text",
        "U",
        f"{_COMPARISON}.$eq.description:1",
    ),
    _list(
        "attachments",
        "paging of attachments",
        "CustomObjectRecordAttachmentsResponse",
        "meta",
        "links",
    ),
    Question(
        id="source_list",
        fact="sources of a lookup, if records",
        grade="U",
        needs=("sources",),
        read=readings.source_list,
        answers=("records", "refused"),
        reads_refusals=True,
        places=(
            "GetSourcesByTarget.description:1",
            *_places("ReverseLookupResponse", "custom_object_records"),
        ),
    ),
)

_JOBS: Final = (
    Question(
        id="failed_state",
        fact="state of a job with a failed item",
        grade="C",
        needs=("jobs",),
        read=job_replies.failed_state,
        answers=("completed", "failed", "mixed"),
        places=("schemas.JobState.description:3",),
    ),
    Question(
        id="reported_error",
        fact="errors of a failed item have",
        grade="C",
        needs=("jobs",),
        read=job_replies.reported_error,
        answers=("code and title", "title", "code"),
        places=("schemas.JobResultError", "schemas.JobResultError.description:1"),
    ),
    Question(
        id="account_ids",
        fact="account_id in results of jobs",
        grade="C",
        needs=("jobs",),
        read=job_replies.account_ids,
        answers=("no", "yes"),
        places=_places("JobResult", "account_id.description:1"),
    ),
    Question(
        id="bulk_external_id",
        fact="external id of an item that is created",
        grade="C",
        needs=("bulk_record", "job_create"),
        read=readings.found_by_external_id,
        answers=("taken", "ignored"),
        places=_places("CustomObjectRecordBulkItem", "external_id.x-correction:1"),
    ),
)

QUESTIONS: Final = (*_VARIANTS, *_OBJECTS_AND_FIELDS, *_RECORDS, *_JOBS)
