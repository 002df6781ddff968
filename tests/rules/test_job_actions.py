"""The table of bulk actions (facts 6.6); no other module names an action."""

from __future__ import annotations

import ast
from typing import Final, get_args

import msgspec
import pytest

from tests.rules.sources import modules
from zendesk_custom_objects.rules.job_actions import JOB_ACTIONS, Action, JobAction, action_for
from zendesk_custom_objects_api import payloads

CONTRACT: Final = get_args(get_args(payloads.BulkJobAction)[0])
RECORD: Final = ("name", "external_id", "custom_object_fields")

# By action: what it does to records, how it finds them, whether they have to exist, the properties
# of its items, and what becomes of them.
FACTS: Final = {
    "create": ("create", None, False, RECORD, "created"),
    "update": ("update", "id", True, ("id", *RECORD), "updated"),
    "delete": ("delete", "id", True, None, "deleted"),
    "delete_by_external_id": ("delete", "external_id", True, None, "deleted"),
    "create_or_update_by_external_id": ("upsert", "external_id", False, RECORD, "upserted"),
    "create_or_update_by_name": ("upsert", "name", False, RECORD, "upserted"),
}


@pytest.mark.parametrize("key", CONTRACT)
def test_every_action_of_the_contract_has_every_facet(key: Action) -> None:
    assert msgspec.structs.astuple(JOB_ACTIONS[key]) == (key, *FACTS[key])


def test_the_table_contains_exactly_the_actions_of_the_contract() -> None:
    assert list(JOB_ACTIONS) == list(CONTRACT) == list(get_args(Action))


def test_no_facet_has_a_default() -> None:
    assert set(JobAction.__struct_defaults__) <= {msgspec.NODEFAULT}


@pytest.mark.parametrize("known", JOB_ACTIONS.values(), ids=lambda known: known.key)
def test_an_action_is_found_by_what_it_does(known: JobAction) -> None:
    assert action_for(known.method, known.addressed_by) == known.key


def test_no_other_module_names_an_action() -> None:
    """Actions whose names are common words cannot be searched for."""
    names = set(CONTRACT) - {"create", "update", "delete"}
    found = [
        f"{module}:{node.lineno}: {node.value!r}"
        for module, tree in modules().items()
        # The probe is a fixed list of requests to a real account.
        if module != "rules/job_actions.py" and not module.startswith("probing/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert found == [], "give the action a facet in rules/job_actions.py instead"
