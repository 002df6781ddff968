"""The Python programs build the request that they were generated from."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.document import OPERATIONS, Described
from tests.low_level.building import argument, builder, few
from tests.snippets.test_awkward_values import bodies, segments, texts
from zendesk_custom_objects import BearerToken, Client, api
from zendesk_custom_objects.snippets import placeholder
from zendesk_custom_objects_api.types import Request

JSON_OPERATIONS = [
    operation
    for operation in OPERATIONS.values()
    if operation.media_type in (None, "application/json")
]
ACME = Client("acme", auth=BearerToken("t"))
items = texts.filter(lambda text: "," not in text)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "array": st.lists(items, min_size=1, max_size=3),
    "boolean": st.booleans(),
    "integer": st.integers(-(10**12), 10**12),
    "object": st.dictionaries(st.sampled_from(["k", "a_b"]), texts, min_size=1),
    "string": texts,
}


class Recorder:
    """Replaces a client, and records its requests."""

    def __init__(self) -> None:
        self.sent: list[Request[Any]] = []
        self.headers: list[Any] = []

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def with_options(self, *, headers: Any) -> Recorder:
        self.headers.append(headers)
        return self

    def send(self, request: Request[Any]) -> bytes:
        self.sent.append(request)
        return b""


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(Client, "from_env", lambda **arguments: recorder)
    return recorder


def run(code: str) -> None:
    exec(compile(code, "program", "exec", dont_inherit=True), {"print": id})


def arguments_of(operation: Described) -> st.SearchStrategy[dict[str, Any]]:
    """Any arguments for the builder of an operation, required and optional ones."""
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    for parameter in operation.parameters:
        kind = KINDS[parameter["schema"].get("type", "string")]
        kinds[argument(parameter["name"])] = segments if parameter["in"] == "path" else kind
    if operation.media_type:
        kinds["body"] = bodies
    known = inspect.signature(builder(operation)).parameters.values()
    optional = {each.name for each in known if each.default is not each.empty}
    return st.fixed_dictionaries(
        {name: kind for name, kind in kinds.items() if name not in optional},
        optional={name: kind for name, kind in kinds.items() if name in optional},
    )


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
def test_the_program_builds_the_same_request(operation: Described, recorder: Recorder) -> None:
    is_open = operation.definition["x-allowed-for"] == "anyone"

    @few
    @given(arguments_of(operation))
    def check(arguments: dict[str, Any]) -> None:
        request = builder(operation)(**arguments)
        recorder.sent.clear()
        run(ACME.prepare(request).python())
        (built,) = recorder.sent
        assert (built.operation, built.path, built.query) == (
            request.operation, request.path, request.query,
        )  # fmt: skip
        assert is_open or built.body == request.body

    check()


def test_undeclared_parameters_and_headers_are_kept(recorder: Recorder) -> None:
    request = api.objects.list_custom_objects().with_query("side[load]", 'a"b')
    zendesk = ACME.with_options(headers={"X-Team": "boats"})
    run(zendesk.prepare(request).python())
    assert recorder.sent == [request]
    assert recorder.headers == [{"x-team": "boats"}]


def test_values_of_the_environment_have_the_type_of_their_argument(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SIZE": "7", "FLAG": "true", "IDS": "1,2"}.items():
        monkeypatch.setenv(name, value)
    size, flag, ids = (placeholder(name) for name in ("size", "flag", "ids"))
    objects = api.objects.list_custom_objects().with_query("include_ui_path", flag)
    run(ACME.prepare(objects).python())
    records = api.records.list_custom_object_records("boat", filter_ids=ids)
    run(ACME.prepare(records.with_query("page[size]", size)).python())
    assert recorder.sent == [
        api.objects.list_custom_objects(include_ui_path=True),
        api.records.list_custom_object_records("boat", filter_ids=["1", "2"], page_size=7),
    ]


@pytest.mark.parametrize("form", ["python", "httpx"])
def test_a_program_imports_only_what_it_uses(form: str) -> None:
    """Neither names that only occur in a text, nor anything twice."""
    body: Any = {"custom_object": {"title": "os.environ['x'] Path( quote( Decimal("}}
    code = getattr(ACME.prepare(api.objects.create_custom_object(body=body)), form)()
    imported = [
        alias.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert imported == (["Client", "api"] if form == "python" else ["os", "httpx"])


@given(st.dictionaries(texts, bodies, max_size=4))
def test_long_bodies_are_split_into_lines(body: Any) -> None:
    request = api.objects.create_custom_object(body=body)
    code = ACME.prepare(request).httpx()
    (call,) = (
        node for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "httpx.request"
    )  # fmt: skip
    (written,) = (keyword.value for keyword in call.keywords if keyword.arg == "json")
    assert ast.literal_eval(written) == body
