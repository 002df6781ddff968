"""Questions about records, searches, attachments and jobs."""

from __future__ import annotations

from typing import Final

from . import job_replies, readings
from .question import ACCEPTED, Question, paging_question, places
from .readings import accepted, details_under, kind_of, status_of

__all__ = ["RECORD_QUESTIONS"]

_COMPARISON: Final = "schemas.CustomObjectRecordFilteredSearchComparison"
_VALUES: Final = "schemas.CustomFieldValues.description"


def _filter(step: str, fact: str, grade: str, *places: str) -> Question:
    return Question(
        id=step,
        fact=fact,
        grade=grade,
        needs=(step,),
        read=accepted(step),
        answers=ACCEPTED,
        reads_refusals=True,
        places=places,
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
        answers=ACCEPTED,
        reads_refusals=True,
        places=places("CustomObjectRecordUpsertInput", "external_id"),
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
    paging_question(
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
            *places("ReverseLookupResponse", "custom_object_records"),
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
        places=places("JobResult", "account_id.description:1"),
    ),
    Question(
        id="bulk_external_id",
        fact="external id of an item that is created",
        grade="C",
        needs=("bulk_record", "job_create"),
        read=readings.found_by_external_id,
        answers=("taken", "ignored"),
        places=places("CustomObjectRecordBulkItem", "external_id.x-correction:1"),
    ),
)


RECORD_QUESTIONS: Final = (*_RECORDS, *_JOBS)
