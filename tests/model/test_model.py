"""After any sequence of requests, the sandbox has the same contents as a plain model.

Hypothesis generates valid and invalid requests; after each of them all contents are compared. With
`--hypothesis-profile=thorough` it generates many more, and others each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, ClassVar, Final, NamedTuple

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.model.account import Account, Key, Object, Record, Refused, having, parent_of, place
from tests.sandbox.support import ADMIN, OBJECTS, InProcess
from zendesk_custom_objects.sandbox import Clock, Plan, Sandbox, Variants

BEGINNING: Final = 1_767_323_045.0
DAY: Final = 24 * 3600
KEYS: Final = ("a", "b")
KINDS: Final[dict[str, Any]] = {"t": "text", "i": "integer", "d": "dropdown", "p": "parent"}
NAMES: Final = ("Auk", "auk", "Puffin", "Sea eagle", "Érne", " ")
EXTERNAL_IDS: Final = ("x", "X", "y z&+")
CHOICES: Final = (["red"], ["red", "sea green"], ["blue", "red"], ["blue"])
DROPDOWN: Final = ("red", "blue", "sea green", "pink")

keys = st.sampled_from(KEYS)
rarely = st.integers(0, 3)
"""Zero for requests that would soon leave nothing to work with."""
names = st.sampled_from(NAMES)
external_ids = st.sampled_from(EXTERNAL_IDS)
fields = st.sampled_from(list(KINDS))
choices = st.sampled_from(CHOICES)
values = st.fixed_dictionaries(
    {},
    optional={
        "t": st.none() | names | st.just(7),
        "i": st.none() | st.integers(-3, 3) | st.just("many"),
        "d": st.none() | st.sampled_from(DROPDOWN),
        "p": st.none()
        | external_ids.map("external_id:{}".format)
        | names.map("name:{}".format)
        | st.integers(0, 9),  # the number of an existing record
    },
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | names,
        "external_id": st.none() | external_ids,
        "custom_object_fields": values,
    },
)
drafts = st.builds(lambda name, change: {"name": name, **change}, names, changes)
properties = st.fixed_dictionaries(
    {},
    optional={
        "unique": st.booleans(),
        "numbered": st.booleans(),
        "prefix": st.sampled_from(["", "P-"]),
        "padding": st.integers(0, 3),
        "next": st.integers(0, 12),
    },
)
PROPERTIES: Final = {
    "unique": "is_unique",
    "numbered": "autoincrement_enabled",
    "prefix": "autoincrement_prefix",
    "padding": "autoincrement_padding",
    "next": "autoincrement_next_sequence",
}
VARIANTS: Final = Variants(
    job_results_by_external_id="documented",  # with ids, by which the model identifies its records
    job_results_by_name="documented",
)
LIST_ORDERS: Final = ("id", "-id", "updated_at", "-updated_at")
SEARCH_ORDERS: Final = ("name", "-name", "created_at", "-created_at", "updated_at", "-updated_at")
FILTERS: Final[dict[str, Any]] = {
    "name": lambda record: "auk" in record.name.lower(),
    "i": lambda record: record.values.get("i") is not None and record.values["i"] >= 1,
    "d": lambda record: record.values.get("d") == "red",
    "p": lambda record: record.values.get("p") is not None,
}
CRITERIA: Final[dict[str, Any]] = {
    "name": {"name": {"$contains": "Auk"}},
    "i": {"custom_object_fields.i": {"$gte": 1}},
    "d": {"custom_object_fields.d": {"$eq": "red"}},
    "p": {"custom_object_fields.p": {"$exists": True}},
}


class Job(NamedTuple):
    """A submitted bulk job."""

    id: str
    ends: float
    owner: Object
    action: str
    items: list[Any]


class Machine(RuleBasedStateMachine):
    """A sandbox and a model, and the requests to both."""

    http: ClassVar[httpx.Client]
    sandbox: ClassVar[Sandbox]

    def __init__(self) -> None:
        super().__init__()
        self.sandbox.reset()
        self.sandbox.clock.freeze(BEGINNING)
        self.model = Account(BEGINNING)
        self.cursors: list[tuple[str, str, str, Any]] = []
        """Interrupted lists: object, order, cursor, and the sort key of the last record."""
        self.jobs: list[Job] = []
        """Jobs that have not finished."""

    # --- requests

    def ask(
        self, method: str, path: str, body: Any = None, params: Mapping[str, Any] | None = None
    ) -> tuple[int, Any]:
        url = path if path.startswith("/api") else OBJECTS + path
        answer = self.http.request(method, url, json=body, params=params)
        return answer.status_code, answer.json() if answer.content else None

    def good(self, path: str, params: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        status, answer = self.ask("GET" if body is None else "POST", path, body, params)
        assert status == 200, answer
        return answer

    def both(self, answer: tuple[int, Any], change: Callable[[], Any], status: int) -> Any:
        """The model's result of a change, and the body of the response, if both accept it.

        If the model refuses, the response must have the same errors, and None is returned.
        """
        made = refusal = None
        try:
            made = change()
        except Refused as error:
            refusal = error
        if refusal is None:
            assert answer[0] == status, answer
            return made, answer[1]
        assert answer[0] == refusal.status, answer
        if refusal.fields:
            assert set(answer[1]["details"]) == refusal.fields
        return None

    def some(self, data: st.DataObject, key: str) -> str:
        """The id of a record that exists, that was deleted, or that never existed."""
        owner = self.model.objects.get(key)
        known = [*owner.records, *(each.id for each in owner.deleted)] if owner else []
        return data.draw(st.sampled_from(["none", *known[-8:]]))

    def draft(self, key: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """A record to send; a number for a parent becomes the id of an existing one."""
        target = self.model.objects.get(parent_of(key))
        ids = [*target.records] if target else []
        drawn = {**given}
        custom = {**drawn.get("custom_object_fields", {})}
        if isinstance(custom.get("p"), int):
            custom["p"] = ids[custom["p"] % len(ids)] if ids else "none"
        return {**drawn, "custom_object_fields": custom} if custom else drawn

    # --- objects and fields

    @initialize(
        parents=st.booleans(), naming=st.sampled_from([{}, {"unique": True}, {"numbered": True}])
    )
    def begin(self, parents: bool, naming: dict[str, Any]) -> None:
        """Start with objects and fields, as most errors are about records."""
        for key in KEYS:
            self.make_object(key, 0)
            for name in "tidp" if parents and key == "a" else "tid":
                self.add_field(key, name, ["red", "blue"])
            self.change_name(key, naming)
        for key in reversed(KEYS):
            self.create_some(key, list(NAMES[:3]), 1)

    @rule(key=keys, sure=rarely)
    def make_object(self, key: str, sure: int) -> None:
        if sure and key in self.model.objects:
            return
        body = {"custom_object": {"key": key, "title": "T", "title_pluralized": "Ts"}}
        self.both(self.ask("POST", "", body), lambda: self.model.create_object(key), 201)

    @rule(key=keys, sure=rarely)
    def drop_object(self, key: str, sure: int) -> None:
        if not sure:
            self.both(self.ask("DELETE", f"/{key}"), lambda: self.model.delete_object(key), 204)
            self.cursors = [each for each in self.cursors if each[0] != key]

    @rule(key=keys, given=properties)
    def change_name(self, key: str, given: dict[str, Any]) -> None:
        body = {PROPERTIES[name]: value for name, value in given.items()}
        answer = self.ask(
            "PATCH",
            f"/{key}/fields/standard::name",
            {"custom_object_field": {"properties": body}},
        )
        self.both(answer, lambda: self.model.name(key, given), 200)

    @rule(key=keys, name=fields, options=choices)
    def add_field(self, key: str, name: str, options: list[str]) -> None:
        kind = KINDS[name]
        body: dict[str, Any] = {"key": name, "title": name, "type": kind}
        if kind == "dropdown":
            body["custom_field_options"] = [{"name": each, "value": each} for each in options]
        if kind == "parent":
            body["relationship_target_type"] = f"zen:custom_object:{parent_of(key)}"
        answer = self.ask("POST", f"/{key}/fields", {"custom_object_field": body})
        self.both(answer, lambda: self.model.add_field(key, name, kind, options), 201)

    @rule(key=keys, name=fields, sure=rarely)
    def remove_field(self, key: str, name: str, sure: int) -> None:
        if not sure:
            answer = self.ask("DELETE", f"/{key}/fields/{name}")
            self.both(answer, lambda: self.model.remove_field(key, name), 204)

    @rule(key=keys, options=choices)
    def change_options(self, key: str, options: list[str]) -> None:
        body = {"custom_field_options": [{"name": each, "value": each} for each in options]}
        answer = self.ask("PATCH", f"/{key}/fields/d", {"custom_object_field": body})
        self.both(answer, lambda: self.model.set_options(key, "d", options), 200)

    # --- records

    @rule(key=keys, given=drafts)
    def create(self, key: str, given: dict[str, Any]) -> None:
        body = self.draft(key, given)
        answer = self.ask("POST", f"/{key}/records", {"custom_object_record": body})
        self.written(key, self.both(answer, lambda: self.model.create(key, body), 201))

    @rule(key=keys, names=st.lists(names, min_size=1, max_size=4), number=st.integers(0, 2))
    def create_some(self, key: str, names: list[str], number: int) -> None:
        """Create several records that are probably valid."""
        for index, name in enumerate(names, number):
            owner = self.model.objects.get(key)
            known = owner.fields if owner else {}
            custom = {"i": number, "t": name, "p": index, "d": "red"}
            given: dict[str, Any] = {
                "custom_object_fields": {k: v for k, v in custom.items() if k in known}
            }
            if owner is None or not owner.numbered:
                given["name"] = name
            self.create(key, given)

    @rule(data=st.data(), key=keys, given=changes)
    def update(self, data: st.DataObject, key: str, given: dict[str, Any]) -> None:
        record_id, body = self.some(data, key), self.draft(key, given)

        def change() -> Record:
            record = self.model.object(key).find("id", record_id)
            if record is None:
                raise Refused(status=404)
            return self.model.update(key, record, body)

        envelope = {"custom_object_record": body}
        answer = self.ask("PATCH", f"/{key}/records/{record_id}", envelope)
        self.written(key, self.both(answer, change, 200))

    @rule(key=keys, by=st.sampled_from(["external_id", "name"]), data=st.data(), given=drafts)
    def upsert(self, key: str, by: Key, data: st.DataObject, given: dict[str, Any]) -> None:
        value = data.draw(external_ids if by == "external_id" else names)
        body = self.draft(key, given)
        envelope = {"custom_object_record": body}
        answer = self.ask("PATCH", f"/{key}/records", envelope, {by: value})
        change = self.both(answer, lambda: self.model.upsert(key, by, value, body), 200)
        self.written(key, change)

    @rule(key=keys, data=st.data())
    def delete(self, key: str, data: st.DataObject) -> None:
        record_id = self.some(data, key)
        answer = self.ask("DELETE", f"/{key}/records/{record_id}")
        self.both(answer, lambda: self.model.delete(key, "id", record_id), 204)

    @rule(key=keys, by=st.sampled_from(["external_id", "name"]), data=st.data())
    def delete_addressed(self, key: str, by: Key, data: st.DataObject) -> None:
        value = data.draw(external_ids if by == "external_id" else names)
        answer = self.ask("DELETE", f"/{key}/records", params={by: value})
        self.both(answer, lambda: self.model.delete(key, by, value), 204)

    def written(self, key: str, change: tuple[Record, Any] | None) -> None:
        """Give a new record its id, and compare the response with it."""
        if change is None:
            return
        record, answer = change
        shown = answer["custom_object_record"]
        if not record.id:
            self.model.made(key, record, shown["id"])
        self.same(key, record, shown)

    def same(self, key: str, record: Record, shown: Mapping[str, Any]) -> None:
        expected = (record.id, record.name, record.external_id)
        assert (shown["id"], shown["name"], shown["external_id"]) == expected
        assert shown["custom_object_fields"] == self.model.object(key).shown(record)

    # --- jobs

    @rule(
        key=keys,
        action=st.sampled_from(
            [
                "create",
                "update",
                "delete",
                "delete_by_external_id",
                "create_or_update_by_external_id",
                "create_or_update_by_name",
            ]
        ),
        data=st.data(),
        seconds=st.sampled_from([0, 0, 5, 40]),
    )
    def submit(self, key: str, action: str, data: st.DataObject, seconds: float) -> None:
        self.sandbox.faults.slow_jobs(seconds)
        count = data.draw(st.integers(1, 3))
        items: list[Any] = []
        for _ in range(count):
            if action == "delete":
                items.append(self.some(data, key))
            elif action == "delete_by_external_id":
                items.append(data.draw(external_ids))
            else:
                item = self.draft(key, data.draw(drafts))
                items.append({**item, "id": self.some(data, key)} if action == "update" else item)
        body = {"job": {"action": action, "items": items}}

        def change() -> None:
            if action == "create_or_update_by_name":
                self.model.addressed(key, "name", "")
            self.model.object(key)

        done = self.both(self.ask("POST", f"/{key}/jobs", body), change, 201)
        if done is not None:
            job_id = done[1]["job_status"]["id"]
            ends = self.model.now + seconds
            self.jobs.append(Job(job_id, ends, self.model.object(key), action, items))
        self.settle()

    @precondition(lambda self: self.jobs)
    @rule(seconds=st.sampled_from([3, 10, 60]))
    def wait_for_jobs(self, seconds: float) -> None:
        self.pass_time(seconds)

    @rule(seconds=st.sampled_from([0.125, 1, 90, 31 * DAY]))
    def pass_time(self, seconds: float) -> None:
        """Advance the clock; due jobs run, each at its time."""
        ends = self.model.now + seconds
        # After a day a job is forgotten.
        stops = [job.ends for job in self.jobs if seconds > DAY and job.ends < ends]
        for stop in [*sorted(stops), ends]:
            self.sandbox.clock.set(stop)
            self.model.now = stop
            self.settle()

    def settle(self) -> None:
        """Let the model do what the finished jobs have done."""
        now = self.model.now
        due = sorted((job for job in self.jobs if job.ends <= now), key=lambda job: job.ends)
        self.jobs = [job for job in self.jobs if job.ends > now]
        for job in due:
            self.model.now = job.ends
            answer = self.good(f"/api/v2/job_statuses/{job.id}")
            self.ran(job, answer["job_status"])
        self.model.now = now

    def ran(self, job: Job, seen: Mapping[str, Any]) -> None:
        key, by_name = job.owner.key, job.action == "create_or_update_by_name"
        if self.model.objects.get(key) is not job.owner or (by_name and not job.owner.unique):
            assert (seen["status"], seen["results"]) == ("failed", None)
            return
        assert (seen["status"], seen["total"]) == ("completed", len(job.items))
        for item, result in zip(job.items, seen["results"], strict=True):
            try:
                record = self.item(key, job.action, item)
            except Refused:
                assert result["success"] is False
                continue
            assert result.get("success", True), result
            if record is not None and not record.id:
                self.model.made(key, record, result["id"])
            elif record is not None:
                assert result["id"] == record.id

    def item(self, key: str, action: str, item: Any) -> Record | None:
        """Let the model do an item."""
        if action == "create":
            return self.model.create(key, item)
        if action == "delete":
            self.model.delete(key, "id", item)
            return None
        if action == "delete_by_external_id":
            self.model.delete(key, "external_id", item)
            return None
        if action == "update":
            record = self.model.object(key).find("id", item["id"])
            if record is None:
                raise Refused(status=404)
            return self.model.update(key, record, item)
        by: Key = "name" if action.endswith("name") else "external_id"
        if not item.get(by):
            raise Refused(by)
        return self.model.upsert(key, by, item[by], item)

    # --- lists and searches

    @rule(key=keys, order=st.sampled_from(LIST_ORDERS), size=st.integers(1, 3))
    def list_pages(self, key: str, order: str, size: int) -> None:
        owner = self.model.objects.get(key)
        if owner is None:
            assert self.ask("GET", f"/{key}/records")[0] == 404
            return
        expected = [record.id for record in owner.sorted(order)]
        params: dict[str, Any] = {"sort": order, "page[size]": size}
        found: list[str] = []
        while True:
            page = self.good(f"/{key}/records", params)
            found += [each["id"] for each in page["custom_object_records"]]
            if page["custom_object_records"]:
                last = owner.records[found[-1]]
                cursor = page["meta"]["after_cursor"]
                self.cursors = [*self.cursors[-3:], (key, order, cursor, place(order)(last))]
            if not page["meta"]["has_more"]:
                break
            params["page[after]"] = page["meta"]["after_cursor"]
        assert found == expected

    @precondition(lambda self: self.cursors)
    @rule(data=st.data(), backwards=st.booleans())
    def go_on(self, data: st.DataObject, backwards: bool) -> None:
        """Continue a list: a cursor keeps its meaning whatever was written since."""
        key, order, cursor, where = data.draw(st.sampled_from(self.cursors))
        owner = self.model.objects[key]
        downwards, at = order.startswith("-"), place(order)
        after = [
            record
            for record in owner.sorted(order)
            if (at(record) < where if downwards != backwards else at(record) > where)
        ]
        params = {"sort": order, "page[before]" if backwards else "page[after]": cursor}
        page = self.good(f"/{key}/records", params)
        assert [each["id"] for each in page["custom_object_records"]] == [r.id for r in after]

    @rule(key=keys, ids=st.booleans(), data=st.data())
    def filter_list(self, key: str, ids: bool, data: st.DataObject) -> None:
        owner = self.model.objects.get(key)
        if owner is None:
            return
        if ids:
            wanted = [self.some(data, key), self.some(data, key)]
            expected = [each for each in owner.sorted("id") if each.id in wanted]
        else:
            wanted = data.draw(st.lists(external_ids, min_size=1, max_size=2))
            expected = [each for each in owner.sorted("id") if each.external_id in wanted]
        name = "filter[ids]" if ids else "filter[external_ids]"
        page = self.good(f"/{key}/records", {name: ",".join(wanted)})
        assert [each["id"] for each in page["custom_object_records"]] == [r.id for r in expected]

    @rule(
        key=keys,
        order=st.sampled_from(SEARCH_ORDERS),
        word=st.sampled_from(["", "auk", "PUF", "sea", "eag", "none"]),
        criterion=st.none() | st.sampled_from(list(FILTERS)),
    )
    def search(self, key: str, order: str, word: str, criterion: str | None) -> None:
        owner = self.model.objects.get(key)
        if owner is None or (criterion in KINDS and criterion not in owner.fields):
            return
        expected = owner.sorted(order)
        if word:
            expected = having(expected, word)
        params = {"sort": order, **({"query": word} if word else {})}
        if criterion is None:
            page = self.good(f"/{key}/records/search", params)
        else:
            expected = [each for each in expected if FILTERS[criterion](each)]
            page = self.good(f"/{key}/records/search", params, {"filter": CRITERIA[criterion]})
        assert [each["id"] for each in page["custom_object_records"]] == [r.id for r in expected]

    @rule(key=keys, size=st.integers(1, 4), deleted=st.booleans())
    def export(self, key: str, size: int, deleted: bool) -> None:
        owner = self.model.objects.get(key)
        path = f"/api/v2/incremental/custom_objects/{key}/cursor"
        params: dict[str, Any] = {"start_time": 1, "per_page": size}
        if not deleted:
            params["filter[exclude_deleted]"] = "true"
        if owner is None:
            assert self.ask("GET", path, params=params)[0] == 404
            return
        found: list[dict[str, Any]] = []
        while True:
            page = self.good(path, params)
            found += page["custom_object_records"]
            if not page["meta"]["has_more"]:
                break
            del params["start_time" if "start_time" in params else "cursor"]
            params["cursor"] = page["after_cursor"]
        self.same_export(key, found, deleted=deleted)

    def same_export(self, key: str, found: Sequence[dict[str, Any]], *, deleted: bool) -> None:
        expected = self.model.exported(key)
        graves = {each.id for each in expected} - set(self.model.object(key).records)
        alive = [each for each in found if each["name"] != "[DELETED]"]
        for shown, record in zip(
            alive, [each for each in expected if each.id not in graves], strict=True
        ):
            self.same(key, record, shown)
        # The order of children that are deleted with their parent is undefined.
        buried = [each["id"] for each in found if each["name"] == "[DELETED]"]
        assert sorted(buried) == (sorted(graves) if deleted else [])
        times = [each["updated_at"] for each in found]
        assert times == sorted(times)

    @invariant()
    def the_store_is_the_model(self) -> None:
        listed = self.good("")["custom_objects"]
        assert [each["key"] for each in listed] == list(self.model.objects)
        for key, owner in self.model.objects.items():
            page = self.good(f"/{key}/records")["custom_object_records"]
            for shown, record in zip(page, owner.sorted("id"), strict=True):
                self.same(key, record, shown)
            count = self.good(f"/{key}/records/count")["count"]["value"]
            assert count == len(owner.records)
            path = f"/api/v2/incremental/custom_objects/{key}/cursor"
            exported = self.good(path, {"start_time": 1})["custom_object_records"]
            self.same_export(key, exported, deleted=True)


@contextmanager
def machine(*, served: bool) -> Iterator[type[Machine]]:
    """A machine with a sandbox in this process, or on a socket."""
    plan = Plan(exports_per_minute=10**9, requests_per_minute=10**9)
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(plan=plan, clock=Clock(BEGINNING), variants=VARIANTS))
        if served:
            base_url, transport = stack.enter_context(sandbox.served()), None
        else:
            base_url, transport = "https://acme.zendesk.com", InProcess(sandbox)
        http = httpx.Client(base_url=base_url, transport=transport, auth=ADMIN)
        known = {"sandbox": sandbox, "http": stack.enter_context(http)}
        yield type("Connected", (Machine,), known)


@pytest.mark.parametrize("served", [False, True], ids=["in process", "served"])
def test_the_sandbox_has_the_contents_of_the_model(served: bool) -> None:
    examples = settings.default.max_examples if settings.default else 100
    effort = settings(
        max_examples=examples // 20 if served else examples // 2,
        stateful_step_count=40,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    with machine(served=served) as connected:
        run_state_machine_as_test(connected, settings=effort)
