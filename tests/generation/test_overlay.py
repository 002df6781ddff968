"""Overlays: the effect of their actions, and the errors of those that fail."""

from __future__ import annotations

from typing import Any

import pytest

from generator.overlay import apply
from generator.problems import GenerationError

Document = dict[str, Any]


def document() -> Document:
    return {
        "info": {"title": "Things"},
        "tags": [{"name": "a"}, {"name": "b"}],
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "x"}},
            },
            "Other": {"type": "object", "properties": {}},
        },
    }


def overlaid(*actions: Document) -> Document:
    info = {"title": "Ours", "version": "1"}
    return apply(document(), {"overlay": "1.0.0", "info": info, "actions": [*actions]}, "my.yaml")


def test_objects_are_merged_deeply() -> None:
    update = {"properties": {"name": {"maxLength": 4}, "size": {"type": "integer"}}}
    thing = overlaid({"target": "$.schemas.Thing", "update": update})["schemas"]["Thing"]
    assert thing["properties"] == {
        "name": {"type": "x", "maxLength": 4},
        "size": {"type": "integer"},
    }
    assert thing["required"] == ["name"]


def test_lists_grow() -> None:
    by_merge = overlaid({"target": "$.schemas.Thing", "update": {"required": ["size"]}})
    by_entry = overlaid({"target": "$.schemas.Thing.required", "update": "size"})
    assert by_merge == by_entry
    assert by_merge["schemas"]["Thing"]["required"] == ["name", "size"]


def test_a_value_is_replaced() -> None:
    assert (
        overlaid({"target": "$", "update": {"info": {"title": "Ours"}}})["info"]["title"] == "Ours"
    )
    kinds = {"type": ["string", "null"]}
    changed = overlaid({"target": "$.schemas.Thing.properties.name", "update": kinds})
    assert changed["schemas"]["Thing"]["properties"]["name"] == kinds


def test_every_match_gets_its_own_copy() -> None:
    changed = overlaid(
        {"target": "$.schemas.*.properties", "update": {"id": {"type": "string"}}},
        {"target": "$.schemas.Other.properties.id", "update": {"maxLength": 4}},
    )
    assert changed["schemas"]["Other"]["properties"]["id"] == {"type": "string", "maxLength": 4}
    assert changed["schemas"]["Thing"]["properties"]["id"] == {"type": "string"}


def test_remove() -> None:
    changed = overlaid(
        {"target": "$.schemas.Other", "remove": True},
        {"target": "$.tags[*]", "remove": True},
    )
    assert list(changed["schemas"]) == ["Thing"]
    assert changed["tags"] == []


def test_actions_see_the_effect_of_earlier_ones() -> None:
    changed = overlaid(
        {"target": "$.schemas", "update": {"New": {"type": "object"}}},
        {"target": "$.schemas.New", "update": {"description": "New."}},
    )
    assert changed["schemas"]["New"] == {"type": "object", "description": "New."}


def test_filter_expressions() -> None:
    changed = overlaid({"target": "$.tags[?@.name == 'b']", "update": {"description": "B."}})
    assert changed["tags"] == [{"name": "a"}, {"name": "b", "description": "B."}]


def test_the_original_document_is_unchanged() -> None:
    original = document()
    info = {"title": "Ours", "version": "1"}
    action = {"target": "$.schemas.Thing.properties", "update": {"size": {}}}
    apply(original, {"overlay": "1.0.0", "info": info, "actions": [action]}, "my.yaml")
    assert original == document()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"target": "$.schemas.Thng", "update": {}}, "action 0, $.schemas.Thng: matches nothing"),
        ({"target": "schemas.", "update": {}}, "action 0, schemas.: is not a JSONPath"),
        ({"target": "$", "remove": True}, "the whole document cannot be removed"),
        ({"target": "$.schemas.Thing", "update": "x"}, "an object only with an object"),
        ({"target": "$.info.title", "update": "x"}, "only objects and lists can be updated"),
        ({"target": "$", "update": {"info": "x"}}, "info is an object, which 'x' would replace"),
        ({"target": "$"}, "action 0: needs either an update or `remove: true`"),
        ({"target": "$", "remove": False}, "action 0: needs either an update or `remove: true`"),
        ({"target": "$", "update": {}, "remove": True}, "needs either an update or"),
        ({"update": {}}, "action 0: needs a target"),
        ({"target": "$", "updates": {}, "update": {}}, "action 0: unknown key updates"),
    ],
)
def test_failing_actions(action: Document, words: str) -> None:
    with pytest.raises(GenerationError) as caught:
        overlaid(action)
    assert str(caught.value).startswith("my.yaml cannot be applied:\n")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"overlay": "1.1.0"}, "overlay is '1.1.0': only Overlay 1.0 is supported"),
        ({"info": {"title": "x"}}, "info needs a title and a version"),
        ({"actions": []}, "actions must be a list of at least one"),
        ({"actoins": []}, "unknown key actoins"),
    ],
)
def test_invalid_overlays(change: Document, words: str) -> None:
    whole = {
        "overlay": "1.0.0",
        "info": {"title": "x", "version": "1"},
        "actions": [{"target": "$", "update": {}}],
    }
    with pytest.raises(GenerationError) as caught:
        apply(document(), whole | change, "my.yaml")
    assert words in str(caught.value)
