"""Python names are predictable and stable."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import names


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("title", "title"),
        ("type", "type"),
        ("id", "id"),
        ("field", "field"),
        ("camelCase", "camelCase"),
        ("class", "class_"),
        ("None", "None_"),
        ("self", "self_"),
        ("list", "list_"),
        ("Boat", "Boat_"),
        ("attrs", "attrs_"),
        ("with-dash", "with_dash"),
        ("with dot.", "with_dot_"),
        ("$eq", "field_eq"),
        ("@type", "field_type"),
        ("30d_active", "field_30d_active"),
        ("_links", "field_links"),
        ("__slots__", "field_slots__"),
        ("größe", "größe"),
        ("\ufb01sh", "fish"),  # as Python reads the ligature
        ("👍", "u1f44d"),
        ("-", "field_"),
    ],
)
def test_attributes(name: str, python: str) -> None:
    assert names.attribute(name, {"Boat"}) == python


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("page[size]", "page_size"),
        ("filter[dynamic_values]", "filter_dynamic_values"),
        ("external_id", "external_id"),
        ("body", "body_"),
        ("models", "models_"),
        ("from", "from_"),
        ("per-page", "per_page"),
    ],
)
def test_arguments(name: str, python: str) -> None:
    assert names.argument(name) == python


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("CreateCustomObject", "create_custom_object"),
        ("listObjects", "list_objects"),
        ("list-objects", "list_objects"),
        ("Import", "import_"),
        ("All", "all_"),
        ("2fa", "field_2fa"),
        ("models", "models_"),
    ],
)
def test_builders(name: str, python: str) -> None:
    assert names.builder(name) == python


@pytest.mark.parametrize(
    ("tag", "python"),
    [("records", "records"), ("Record Attachments", "record_attachments"), ("class", "class_")],
)
def test_groups(tag: str, python: str) -> None:
    assert names.group(tag) == python


@pytest.mark.parametrize(
    ("schema", "python", "module"),
    [
        ("CustomObject", "CustomObject", "custom_object"),
        ("OAuthToken", "OAuthToken", "o_auth_token"),
        ("boat-list", "BoatList", "boat_list"),
        ("boat_list.v2", "BoatListV2", "boat_list_v2"),
        ("2Boats", "Model2Boats", "model2_boats"),
        ("Any", "AnyModel", "any_model"),
        ("None", "NoneModel", "none_model"),
        ("class", "Class", "class_"),
    ],
)
def test_classes(schema: str, python: str, module: str) -> None:
    assert names.class_name(schema) == python
    assert names.module_name(python) == module


@given(st.text())
def test_every_python_name_is_a_usable_identifier(name: str) -> None:
    for python in (
        names.attribute(name, {"Boat"}),
        names.argument(name),
        names.builder(name),
        names.group(name),
    ):
        assert python.isidentifier()
        assert not keyword.iskeyword(python)
        assert not python.startswith("_")
        namespace: dict[str, int] = {}
        exec(f"{python} = 7", namespace)
        assert namespace[python] == 7  # as Python reads it
