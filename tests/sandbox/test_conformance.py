"""The served sandbox conforms to the contract, as judged from the contract alone.

Schemathesis generates requests and checks the replies: only documented statuses and media types,
and headers and bodies that match their schemas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.document import DOCUMENT, OPERATIONS, Described
from tests.sandbox.seeded import BOAT, MINE, Wanted, World, seeded
from tests.sandbox.support import ADMIN, Api, Clock, InProcess
from zendesk_custom_objects.sandbox import Sandbox

EXAMPLES: Final = 20
"""Generated requests for each operation."""

CONTRACT: Final = schemathesis.openapi.from_dict(
    DOCUMENT,
    # Credentials are those of the sandbox, never generated.
    config=SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}}),
)
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def rule(times: int, value: str) -> Wanted:
    conditions = {"all": [{**MINE, "value": value}] * times, "any": []}
    return Wanted(body={"access_rule": {"title": "Mine", "conditions": conditions}})


def roll_up(field: dict[str, Any], aggregation: str = "COUNT", **properties: Any) -> Wanted:
    properties["rollup_child_object"] = BOAT
    properties["rollup_aggregation_type"] = aggregation
    return Wanted(
        body={"custom_object_field": {**field, "properties": properties}},
        path={"custom_object_key": "marina", "custom_object_field_key_or_id": "berths"},
    )


def nested(depth: int) -> dict[str, Any]:
    return {"$and": [nested(depth - 1)]} if depth else {"name": {"$eq": "x"}}


NUMBER: Final = {"key": "number", "title": "Number", "type": "integer"}
NOT_EMULATED: Final[dict[tuple[str, str], Wanted]] = {
    ("ListCustomObjects", "include_ui_path is not emulated"): Wanted({"include_ui_path": "true"}),
    ("ShowCustomObject", "include_ui_path is not emulated"): Wanted({"include_ui_path": "true"}),
    ("ShowCustomObject", "include_permissions_metadata is not emulated"): Wanted(
        {"include_permissions_metadata": "true"}
    ),
    ("CreateCustomObjectField", "(COUNT|SUM) as a date"): roll_up({**NUMBER, "type": "date"}),
    ("CreateCustomObjectField", "(SUM|MIN|MAX) of a field of type .+ as .+"): roll_up(
        NUMBER, "MAX", rollup_aggregated_field="a_text"
    ),
    ("CreateCustomObjectField", "rollup_filter_criteria.+"): roll_up(
        NUMBER, rollup_filter_criteria={"all": [MINE]}
    ),
    ("UpdateCustomObjectField", "turning a field into a roll-up"): roll_up({}),
    ("AutocompleteCustomObjectRecordSearch", "gone is x in a relationship filter"): Wanted(
        {"source": BOAT, "field_id": "rival"}
    ),
    ("AutocompleteCustomObjectRecordSearch", "lookup fields of zen:(user|ticket|organization)"): (
        Wanted({"source": "zen:ticket", "field_id": "rival"})
    ),
    ("SearchCustomObjectRecords", "Queries of more than 50 words"): Wanted(
        {"query": " ".join(map(str, range(51)))}
    ),
    ("FilteredSearchCustomObjectRecords", "Queries of more than 50 words"): Wanted(
        {"query": " ".join(map(str, range(51)))}, {"filter": {}}
    ),
    ("FilteredSearchCustomObjectRecords", "Filters nested deeper than 10"): Wanted(
        body={"filter": nested(11)}
    ),
    ("FilteredSearchCustomObjectRecords", "Filters of more than 500 parts"): Wanted(
        body={"filter": {"$or": [{}] * 501}}
    ),
    ("CreateAccessRule", "More than 200 conditions in an access rule"): rule(201, "current_user"),
    ("UpdateAccessRule", "More than 200 conditions in an access rule"): rule(201, "current_user"),
    ("CreateAccessRule", "The dynamic value .+ in an access rule"): rule(1, "requester_id"),
    ("UpdateAccessRule", "The dynamic value .+ in an access rule"): rule(1, "requester_id"),
    ("SearchObjectTriggers", "filter by .+"): Wanted({"filter": '{"json":{"created_at":"x"}}'}),
    ("GetSourcesByTarget", "lookup fields of zen:(user|ticket|organization)"): Wanted(
        path={"source_type": "zen:ticket"}
    ),
    ("GetRelationshipFilterDefinitions", "filters of zen:(user|ticket|organization)"): Wanted(
        path={"target_type": "zen:organization"}
    ),
}
"""Known reasons (patterns) for a 501, by operation, each with a request that causes it.

In a query, the key of a field stands for its id.
"""


class Examiner:
    """Sends requests to a served sandbox, and checks the replies."""

    def __init__(self, url: str, api: Api) -> None:
        self._url = url
        self._api = api
        self._world: World | None = None

    @property
    def world(self) -> World:
        """The contents of the account, which is filled again after a change."""
        if self._world is None:
            self._world = seeded(self._api)
        return self._world

    def path(self, operation: Described) -> dict[str, Any]:
        """Path parameters of things that exist."""
        values = {**self.world.path, "id": self.world.ids.get(operation.id)}
        return {name: values[name] for name in re.findall(r"{(\w+)}", operation.path)}

    def wanted(self, operation: Described) -> tuple[Wanted, ...]:
        """Successful requests for an operation."""
        return self.world.wanted.get(operation.id, (Wanted(),))

    def asked(self, operation: Described, wanted: Wanted) -> int:
        """Send a request, and check the reply and the operation; returns the status."""
        path = self.path(operation)
        body = {} if operation.media_type is None else {"body": wanted.body}
        case = CONTRACT.find_operation_by_id(operation.id).Case(
            path_parameters={name: wanted.path.get(name, path[name]) for name in path},
            query=dict(wanted.query),
            media_type=operation.media_type,
            **body,
        )
        status = self.judged(operation, case)
        assert self._api.sandbox.requests[-1].operation == operation.id
        return status

    def judged(self, operation: Described, case: Case[Any]) -> int:
        """Send a request, and check that the reply conforms; returns its status."""
        # Exports are limited to 10 requests a minute.
        self._api.clock.now += 7
        reply = case.call(base_url=self._url, auth=ADMIN, allow_redirects=False)
        if operation.method != "GET" and reply.status_code < 300:
            self._world = None
        if reply.status_code == 501:
            assert self.reason(operation, reply.json()), reply.text
        else:
            case.validate_response(reply, checks=CHECKS)
        return reply.status_code

    @staticmethod
    def reason(operation: Described, body: Mapping[str, str]) -> str | None:
        """The pattern in `NOT_EMULATED` that matches the body of a 501."""
        said = body["description"].removeprefix(f"{operation.id}: ")
        known = [reason for name, reason in NOT_EMULATED if name == operation.id]
        found = [reason for reason in known if re.fullmatch(reason, said)]
        return found[0] if found and body["error"] == "NotEmulated" else None


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Api]]:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox, sandbox.served() as url:
        transport = InProcess(sandbox)
        with httpx.Client(base_url=url, transport=transport, auth=ADMIN) as http:
            yield url, Api(http, sandbox, clock)


@pytest.fixture
def examiner(served: tuple[str, Api]) -> Examiner:
    return Examiner(*served)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=repr)
def test_a_valid_request_for_each_operation_succeeds(
    examiner: Examiner, operation: Described
) -> None:
    for number in range(len(examiner.wanted(operation))):
        # Ids change whenever the account is filled again.
        assert examiner.asked(operation, examiner.wanted(operation)[number]) < 400


@pytest.mark.parametrize(("operation", "reason"), NOT_EMULATED)
def test_a_request_that_is_not_emulated_says_so(
    examiner: Examiner, operation: str, reason: str
) -> None:
    wanted = NOT_EMULATED[operation, reason]
    query = dict(wanted.query)
    if key := query.get("field_id"):
        query["field_id"] = examiner.world.fields[key]
    assert examiner.asked(OPERATIONS[operation], wanted._replace(query=query)) == 501


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=repr)
def test_any_request_that_the_contract_allows_has_a_conforming_reply(
    examiner: Examiner, operation: Described
) -> None:
    cases = CONTRACT.find_operation_by_id(operation.id).as_strategy(GenerationMode.POSITIVE)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=cases, strange=st.integers(0, 4), asked=st.booleans())
    def examine(case: Case[Any], strange: int, asked: bool) -> None:
        if strange < 4:
            case.path_parameters = examiner.path(operation)
        if asked:
            case.query = {**case.query, **examiner.wanted(operation)[0].query}
        examiner.judged(operation, case)

    examine()
