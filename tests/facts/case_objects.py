"""Objects, limits and keys: facts 2.1, 2.2, 3.1, 6.1 and 6.2."""

from __future__ import annotations

import secrets
from typing import Any

from tests.facts.accounts import Account
from tests.facts.cases import fact
from zendesk_custom_objects.sandbox import Plan


def custom_object(**values: Any) -> dict[str, Any]:
    return {"custom_object": values}


@fact("2.1 ListCustomObjects")
def list_objects(account: Account) -> None:
    key = account.object().rpartition("/")[2]
    listed = account.call(200, "GET", "/custom_objects")["custom_objects"]
    assert key in [each["key"] for each in listed]


@fact("2.1 ListCustomObjects for agents", needs="roles")
def agents_list_objects(account: Account) -> None:
    account.of("agent").call(200, "GET", "/custom_objects")
    account.of("customer").call(403, "GET", "/custom_objects")


@fact("2.1 CreateCustomObject")
def create_object(account: Account) -> None:
    key = account.object(description="d", allows_photos=True).rpartition("/")[2]
    made = account.call(200, "GET", f"/custom_objects/{key}")["custom_object"]
    assert (made["key"], made["description"], made["allows_photos"]) == (key, "d", True)


@fact("2.1 CreateCustomObject mandatory")
def mandatory(account: Account) -> None:
    key = f"zco_{secrets.token_hex(5)}"
    whole = {"key": key, "title": "Zco", "title_pluralized": "Zcos"}
    for missing in whole:
        values = {name: value for name, value in whole.items() if name != missing}
        assert missing in account.refusal("POST", "/custom_objects", custom_object(**values))


@fact("2.1 CreateCustomObject for admins", needs="roles")
def admins_create_objects(account: Account) -> None:
    body = custom_object(key="zco", title="Zco", title_pluralized="Zcos")
    account.of("agent").call(403, "POST", "/custom_objects", body)


@fact("2.1 ShowCustomObject")
def show_object(account: Account) -> None:
    path = account.object()
    assert path.endswith(account.call(200, "GET", path)["custom_object"]["key"])


@fact("2.1 UpdateCustomObject")
def update_object(account: Account) -> None:
    path = account.object(description="before")
    body = custom_object(title="After")
    changed = account.call(200, "PATCH", path, body)["custom_object"]
    assert (changed["title"], changed["description"]) == ("After", "before")


@fact("2.1 UpdateCustomObject for admins", needs="roles")
def admins_update_objects(account: Account) -> None:
    path = account.object()
    account.of("agent").call(403, "PATCH", path, custom_object(title="After"))
    account.of("agent").call(403, "DELETE", path)


@fact("2.1 DeleteCustomObject")
def delete_object(account: Account) -> None:
    path = account.object()
    account.call(204, "DELETE", path)
    account.call(404, "GET", path)
    listed = account.call(200, "GET", "/custom_objects")["custom_objects"]
    assert path.rpartition("/")[2] not in [each["key"] for each in listed]


@fact("2.1 CustomObjectsLimit")
def object_limit(account: Account) -> None:
    account.object()
    limit = account.call(200, "GET", "/custom_objects/limits/object_limit")
    assert set(limit) == {"count", "limit"}
    assert 1 <= limit["count"] <= limit["limit"]


@fact("2.1 route trap")
def literals_before_keys(account: Account) -> None:
    """`limits` is not the key of an object."""
    assert "custom_object" not in account.call(200, "GET", "/custom_objects/limits/record_limit")


@fact("2.2 CustomObjectFieldsLimit")
def field_limit(account: Account) -> None:
    path = account.object()
    before = account.call(200, "GET", f"{path}/limits/field_limit")
    account.field(path)
    after = account.call(200, "GET", f"{path}/limits/field_limit")
    assert set(after) == {"count", "limit"}
    assert after["count"] == before["count"] + 1


@fact("2.2 CustomObjectRecordsLimit")
def record_limit(account: Account) -> None:
    """One count for the whole account."""
    before = account.call(200, "GET", "/custom_objects/limits/record_limit")
    for path in (account.object(), account.object()):
        account.record(path)
    after = account.settled(
        lambda: account.call(200, "GET", "/custom_objects/limits/record_limit"),
        lambda limit: limit["count"] >= before["count"] + 2,
    )
    assert set(after) == {"count", "limit"}


@fact("3.1 key is immutable")
def keys_stay(account: Account) -> None:
    path = account.object()
    account.ask("PATCH", path, custom_object(key="another", title="x"))
    shown = account.call(200, "GET", path)["custom_object"]
    assert shown["key"] == path.rpartition("/")[2]


@fact("3.1 raw texts")
def raw_texts(account: Account) -> None:
    shown = account.call(200, "GET", account.object(description="d"))["custom_object"]
    for name in ("title", "title_pluralized", "description"):
        assert shown[f"raw_{name}"] == shown[name]


@fact("3.1 booleans")
def booleans(account: Account) -> None:
    path = account.object()
    for name in ("include_in_list_view", "allows_photos", "allows_attachments"):
        for value in (True, False):
            body = custom_object(**{name: value})
            assert account.call(200, "PATCH", path, body)["custom_object"][name] is value


@fact("3.1 user ids are strings")
def users_of_objects(account: Account) -> None:
    shown = account.call(200, "GET", account.object())["custom_object"]
    assert isinstance(shown["created_by_user_id"], str)
    assert isinstance(shown["updated_by_user_id"], str)


@fact("3.1 no id")
def objects_have_no_id(account: Account) -> None:
    shown = account.call(200, "GET", account.object())["custom_object"]
    assert "id" not in shown
    assert shown["url"]
    assert shown["created_at"] <= shown["updated_at"]


@fact("6.1 object keys are unique")
def keys_are_unique(account: Account) -> None:
    key = account.object().rpartition("/")[2]
    body = custom_object(key=key, title="Zco", title_pluralized="Zcos")
    assert account.refusal("POST", "/custom_objects", body)


@fact("6.1 object keys of letters, digits and underscores")
def usual_keys(account: Account) -> None:
    assert account.object().rpartition("/")[2].replace("_", "").isalnum()


@fact("6.2 objects", plan=Plan(name="suite_team", objects=3))
def too_many_objects(account: Account) -> None:
    for _ in range(3):
        account.object()
    body = custom_object(key="zco_4", title="Zco", title_pluralized="Zcos")
    assert account.ask("POST", "/custom_objects", body).status_code in (403, 422)


@fact(
    "6.2 status over the limit",
    plan=Plan(objects=0),
    accepted={
        403: {"over_limit": 403},
        422: {"over_limit": 422},
    },
)
def over_the_limit(account: Account) -> int:
    body = custom_object(key="zco", title="Zco", title_pluralized="Zcos")
    return account.ask("POST", "/custom_objects", body).status_code


@fact("6.2 fields per object", plan=Plan(fields=2))
def too_many_fields(account: Account) -> None:
    """Standard fields are not counted."""
    path = account.object()
    for key in ("a", "b"):
        account.field(path, key=key)
    body = {"custom_object_field": {"key": "c", "title": "C"}}
    assert account.ask("POST", f"{path}/fields", body).status_code in (403, 422)


@fact("6.2 lookup fields per object", plan=Plan(lookups=1))
def too_many_lookups(account: Account) -> None:
    path = account.object()
    account.field(path, "lookup", relationship_target_type="zen:user")
    second = {"key": "g", "title": "G", "type": "lookup", "relationship_target_type": "zen:user"}
    answer = account.ask("POST", f"{path}/fields", {"custom_object_field": second})
    assert answer.status_code in (403, 422)
    account.field(path, key="text")


@fact("6.2 record size")
def too_large_a_record(account: Account) -> None:
    path = account.object()
    account.field(path, "textarea")
    account.record(path, f="x" * 30_000)
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"f": "x" * 33_000}}}
    assert account.ask("POST", f"{path}/records", body).status_code in (413, 422)


@fact("6.2 options")
def too_many_options(account: Account) -> None:
    path = account.object()
    options = [{"name": f"N{number}", "value": f"v{number}"} for number in range(2001)]
    body = {"key": "f", "title": "F", "type": "dropdown", "custom_field_options": options}
    answer = account.ask("POST", f"{path}/fields", {"custom_object_field": body})
    assert answer.status_code in (400, 413, 422)
