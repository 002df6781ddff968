"""Every fact of the table is tested in a served sandbox or in a real account.

`facts.tsv` is the index: the facts that can be observed over HTTP, named by section and subject,
each with how certain it is: O, D and H are the vendor's own word (its OpenAPI document, its
developer pages, its help centre), C is what code that works with the service does, U is uncertain.
A case for each is in the modules `case_*`.

    ZENDESK_FACTS=real ZENDESK_SUBDOMAIN=... pytest tests/facts

runs them, unchanged, on the account that the variables of `Client.from_env` name: on objects of its
own, which are deleted. What needs the control over a sandbox is skipped there, and says so.
"""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.facts.accounts import Account, is_real, real_account
from tests.facts.cases import CASES, Case
from tests.sandbox.people import HARBOUR, TRIGGERERS, USERS
from zendesk_custom_objects.auth import environment
from zendesk_custom_objects.sandbox import DEFAULT_USER, OAuthClient, Sandbox, Variants

FOLDER: Final = Path(__file__).parent
for _path in sorted(FOLDER.glob("case_*.py")):
    importlib.import_module(f"tests.facts.{_path.stem}")

with (FOLDER / "facts.tsv").open(encoding="utf-8", newline="") as _lines:
    FACTS: Final = list(csv.DictReader(_lines, delimiter="\t"))
GRADES: Final = {row["fact"]: row["grade"] for row in FACTS}


def played() -> Iterator[Any]:
    """Each case, once for each variant of the sandbox that it distinguishes."""
    for name, case in CASES.items():
        label = f"{name} [{GRADES.get(name, '?')}]"
        ways = [seen for seen, how in case.accepted.items() if how is not None]
        if is_real() or not case.accepted:
            yield pytest.param(name, None, id=label)
            continue
        for seen in ways:
            yield pytest.param(name, seen, id=f"{label} {seen}" if len(ways) > 1 else label)


def test_every_fact_has_a_case() -> None:
    assert len(GRADES) == len(FACTS), "a fact is listed twice"
    assert set(GRADES) - set(CASES) == set(), "facts that nothing looks up"
    assert set(CASES) - set(GRADES) == set(), "cases of facts that are not in the table"


def test_uncertain_facts_are_graded_u() -> None:
    """Only those can have several results."""
    assert set("".join(GRADES.values())) <= set("ODHCU/")
    uncertain = {fact for fact, grade in GRADES.items() if "U" in grade.split("/")}
    assert uncertain == {fact for fact, case in CASES.items() if case.accepted}


@pytest.mark.parametrize(
    "credentials",
    [
        {"ZENDESK_EMAIL": DEFAULT_USER.email, "ZENDESK_API_TOKEN": "sandbox"},
        {"ZENDESK_OAUTH_TOKEN": "sandbox"},
        {"ZENDESK_CLIENT_ID": "sandbox", "ZENDESK_CLIENT_SECRET": "sandbox"},
    ],
    ids=lambda variables: " ".join(variables),
)
def test_the_same_cases_run_on_a_real_account(
    monkeypatch: pytest.MonkeyPatch, credentials: dict[str, str]
) -> None:
    for name in (*environment.ADDRESS, *(name for kind in environment.KINDS for name in kind)):
        monkeypatch.delenv(name, raising=False)
    with Sandbox() as sandbox, sandbox.served() as url:
        for name, value in {"ZENDESK_BASE_URL": url, **credentials}.items():
            monkeypatch.setenv(name, value)
        with real_account() as account:
            for name in ("2.4 CreateCustomObjectRecord", "6.6 create"):
                CASES[name].look(account)
            account.cleared()
            assert account.call(200, "GET", "/custom_objects") == {"custom_objects": []}


@pytest.fixture(scope="module")
def served() -> Iterator[Account]:
    """The account that most cases share; each of them restores it."""
    if is_real():
        with real_account() as account:
            yield account
        return
    with served_account() as account:
        yield account


@contextmanager
def served_account(**settings: Any) -> Iterator[Account]:
    """A sandbox with people of all roles, which its admin uses over a socket."""
    clients = [OAuthClient(id="sandbox", secret="sandbox", user_id=DEFAULT_USER.id)]
    sandbox = Sandbox(
        users=[DEFAULT_USER, *USERS.values()],
        clients=clients,
        custom_roles=[HARBOUR, TRIGGERERS],
        **settings,
    )
    with sandbox, sandbox.served() as url, httpx.Client(base_url=url) as http:
        yield Account(http, {"Authorization": "Bearer sandbox"}, sandbox)


@pytest.mark.parametrize(("name", "seen"), list(played()))
def test_a_fact_is_true(served: Account, name: str, seen: object) -> None:
    case = CASES[name]
    if is_real():
        if case.needs:
            pytest.skip(f"not run on an account of the service: it needs {case.needs}")
        look_up(case, served, None)
    elif case.plan:
        with served_account(plan=case.plan) as account:
            look_up(case, account, seen)
    else:
        look_up(case, served, seen)


def look_up(case: Case, account: Account, seen: Any) -> None:
    """Run a case; its result must be that of the variant or, on the service, a possible one."""
    if seen is not None:
        account.play(**(case.accepted[seen] or {}))
    try:
        found = case.look(account)
    finally:
        account.cleared()
        if not is_real():
            account.sandbox.reset()
            account.sandbox.variants = Variants()
    if case.accepted:
        assert found in ([seen] if seen is not None else list(case.accepted))
