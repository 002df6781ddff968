"""Paging, errors, rate limits and authentication: facts 4.1 and 5."""

from __future__ import annotations

import base64
from typing import Any

from tests.facts.accounts import Account, field, record
from tests.facts.case_fields import standard_name
from tests.facts.cases import fact
from zendesk_custom_objects.sandbox import Plan

FEW = Plan(requests_per_minute=5)


def pages(account: Account, path: str, size: int) -> list[list[str]]:
    """The names of all records, read page by page with the links."""
    address: str | None = f"{path}/records?page[size]={size}"
    found: list[list[str]] = []
    while address:
        page = account.call(200, "GET", address)
        found.append([each["name"] for each in page["custom_object_records"]])
        address = page["links"]["next"] if page["meta"]["has_more"] else None
    return found


def three(account: Account) -> str:
    path = account.object()
    for name in "ABC":
        account.record(path, name)
    return path


@fact("4.1 cursor paging")
def cursors(account: Account) -> None:
    assert [len(page) for page in pages(account, three(account), 2)] == [2, 1]


@fact("4.1 backwards")
def backwards(account: Account) -> None:
    path = three(account)
    first = account.call(200, "GET", f"{path}/records", page__size=2)
    after = first["meta"]["after_cursor"]
    second = account.call(200, "GET", f"{path}/records", page__size=2, page__after=after)
    before = second["meta"]["before_cursor"]
    again = account.call(200, "GET", f"{path}/records", page__size=2, page__before=before)
    assert again["custom_object_records"] == first["custom_object_records"]


@fact("4.1 pages of at most 100")
def page_sizes(account: Account) -> None:
    path = f"{account.object()}/records"
    account.call(200, "GET", path, page__size=100)
    answer = account.ask("GET", path, params={"page[size]": "101"})
    # Other endpoints of the service reduce it to 100 instead.
    assert answer.status_code in (200, 400)


@fact("4.1 after and before exclude each other")
def one_direction(account: Account) -> None:
    path = three(account)
    cursor = account.call(200, "GET", f"{path}/records", page__size=1)["meta"]["after_cursor"]
    params = {"page[after]": cursor, "page[before]": cursor}
    assert account.ask("GET", f"{path}/records", params=params).status_code == 400


@fact("4.1 malformed cursors")
def malformed(account: Account) -> None:
    answer = account.ask("GET", f"{account.object()}/records", params={"page[after]": "x"})
    assert answer.status_code in (400, 422)


@fact("4.1 offset paging")
def offsets(account: Account) -> None:
    from tests.facts.case_triggers import make, place, titles

    path = place(account)
    for title in "ABC":
        make(account, path, title)
    page = account.call(200, "GET", path, per_page=2, sort_by="alphabetical")
    assert page["count"] == 3
    assert (page["previous_page"], [each["title"] for each in page["triggers"]]) == (
        None,
        ["A", "B"],
    )
    assert titles(account, page["next_page"]) == ["C"]


@fact("4.1 offsets end at page 100")
def last_offset(account: Account) -> None:
    path = f"{account.object()}/triggers"
    account.call(200, "GET", path, page=100, per_page=100)
    assert account.ask("GET", path, params={"page": "101"}).status_code == 400


@fact("4.1 cursors of the export")
def export_cursor(account: Account) -> None:
    key = account.object().rpartition("/")[2]
    params = {"cursor": "x"}
    answer = account.ask("GET", f"/incremental/custom_objects/{key}/cursor", params=params)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["code"], error["status"]) == ("InvalidCursor", "400")


# --- errors


@fact("5.1 422")
def invalid(account: Account) -> None:
    path = account.object()
    account.field(path, "integer")
    answer = account.call(422, "POST", f"{path}/records", record(f="x"))
    assert answer["error"] == "RecordInvalid"
    assert "validation errors" in answer["description"]
    for items in answer["details"].values():
        for item in items:
            assert item["description"]
            assert item.get("error") or item.get("type")


@fact(
    "5.1 items of a 422",
    accepted={
        "error": {"error_items": "error"},
        "type": {"error_items": "type"},
    },
)
def items_of_invalid(account: Account) -> str:
    details = account.refusal("POST", f"{account.object()}/records", record())
    (item,) = next(iter(details.values()))
    assert item.get("error") == "BlankValue" or item.get("type") == "blank"
    return "error" if "error" in item else "type"


@fact("5.1 422 for a duplicate name")
def duplicate_name(account: Account) -> None:
    path = account.object()
    standard_name(account, path, is_unique=True)
    account.record(path)
    details = account.refusal("POST", f"{path}/records", record("Auk"))
    (item,) = details["base"]
    assert item["description"] == "Name already exists. Try another one."


@fact("5.1 422 for a duplicate external id")
def duplicate_external_id(account: Account) -> None:
    path = account.object()
    account.record(path, external_id="x-1")
    details = account.refusal("POST", f"{path}/records", record("B", external_id="x-1"))
    assert details["external_id"][0]["error"] == "DuplicateValue"


@fact("5.1 422 for a field")
def bad_field(account: Account) -> None:
    path = account.object()
    account.field(path)
    assert "key" in account.refusal("POST", f"{path}/fields", field(key="f", title="F"))


@fact("5.1 400")
def bad_request(account: Account) -> None:
    answer = account.ask(
        "POST",
        f"{account.object()}/records",
        content=b"{",
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in (400, 422)


@fact(
    "5.1 404",
    accepted={
        "described": {"not_found": "described"},
        "bare": {"not_found": "bare"},
    },
)
def not_found(account: Account) -> str:
    answer = account.call(404, "GET", f"{account.object()}/records/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert answer["error"] == "RecordNotFound"
    return "described" if "description" in answer else "bare"


@fact("5.1 401")
def not_authenticated(account: Account) -> None:
    answer = account.of("nobody").call(401, "GET", "/custom_objects")
    assert answer["error"]


@fact("5.1 403", needs="roles")
def forbidden(account: Account) -> None:
    body = {"custom_object": {"key": "a", "title": "A", "title_pluralized": "As"}}
    assert account.of("agent").call(403, "POST", "/custom_objects", body)["error"] == "Forbidden"


@fact("5.1 404 of the export")
def no_export(account: Account) -> None:
    params = {"start_time": "1"}
    answer = account.ask("GET", "/incremental/custom_objects/zco_none/cursor", params=params)
    assert answer.status_code == 404
    (error,) = answer.json()["errors"]
    assert (error["code"], error["status"]) == ("CustomObjectNotFound", "404")
    assert error["title"]


@fact("5.1 401 of the export")
def unauthorized_export(account: Account) -> None:
    answer = account.of("nobody").ask(
        "GET", "/incremental/custom_objects/zco_none/cursor", params={"start_time": "1"}
    )
    assert answer.status_code == 401


@fact("5.1 409", needs="faults")
def conflict(account: Account) -> None:
    account.sandbox.faults.add(status=409)
    account.call(409, "GET", "/custom_objects")


@fact("5.1 503", needs="faults")
def unavailable(account: Account) -> None:
    """With or without Retry-After."""
    account.sandbox.faults.add(status=503, retry_after=3)
    assert account.ask("GET", "/custom_objects").headers["retry-after"] == "3"
    account.sandbox.faults.add(status=503)
    assert "retry-after" not in account.ask("GET", "/custom_objects").headers


@fact("5.1 request ids")
def request_ids(account: Account) -> None:
    assert account.ask("GET", "/custom_objects").headers["x-zendesk-request-id"]


@fact(
    "5.1 429",
    plan=FEW,
    accepted={
        "text": {"rate_limited": "text"},
        "edge": {"rate_limited": "edge"},
        "errors": {"rate_limited": "errors"},
    },
)
def too_many_requests(account: Account) -> str:
    for _ in range(5):
        account.call(200, "GET", "/custom_objects")
    answer = account.ask("GET", "/custom_objects")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) <= 60
    if answer.headers["content-type"].startswith("text/plain"):
        assert answer.text == "Number of allowed API requests per minute exceeded"
        return "text"
    body: dict[str, Any] = answer.json()
    if "errors" in body:
        assert body["errors"][0]["code"] == "TooManyRequests"
        return "errors"
    assert (body["status"], body["title"]) == ("429", "Automated response")
    return "edge"


# --- rate limits


@fact("5.2 requests a minute of the plans", needs="plan")
def plans(account: Account) -> None:
    """Limits of each plan in the headers; that they are enforced is another fact."""
    from zendesk_custom_objects.sandbox import PLANS

    known = {
        "suite_team": 200,
        "suite_growth": 400,
        "suite_professional": 400,
        "suite_enterprise": 700,
        "suite_enterprise_plus": 2500,
        "support_enterprise": 700,
    }
    assert {name: PLANS[name].requests_per_minute for name in known} == known
    objects = {"suite_team": 3, "suite_growth": 5, "suite_professional": 30, "suite_enterprise": 50}
    assert {name: PLANS[name].objects for name in objects} == objects
    lookups = {"suite_team": 5, "suite_growth": 5, "suite_enterprise": 10}
    assert {name: PLANS[name].lookups for name in lookups} == lookups


@fact("5.2 headers")
def headers(account: Account) -> None:
    first = account.ask("GET", "/custom_objects").headers
    limit = int(first["x-rate-limit"])
    assert 0 <= int(first["x-rate-limit-remaining"]) < limit
    assert int(first["ratelimit-limit"]) == limit
    assert int(first["ratelimit-remaining"]) < limit
    assert 0 <= int(first["ratelimit-reset"]) <= 60


@fact("5.2 the next minute", plan=FEW)
def next_minute(account: Account) -> None:
    statuses = [account.ask("GET", "/custom_objects").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    account.clock.advance(61)
    account.call(200, "GET", "/custom_objects")


@fact("5.2 exports a minute", needs="clock")
def exports(account: Account) -> None:
    """Ten a minute, with their own header and their own shape of refusal."""
    key = account.object().rpartition("/")[2]
    path = f"/incremental/custom_objects/{key}/cursor"
    answers = [account.ask("GET", path, params={"start_time": "1"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].json()["errors"][0]["code"] == "RateLimitExceeded"
    named = [name for name in answers[0].headers if name.startswith("zendesk-ratelimit-")]
    assert [answers[0].headers[name].split(";")[0] for name in named] == ["total=10"]


# --- authentication


@fact("5.4 email and API token", needs="clients")
def api_tokens(account: Account) -> None:
    good = base64.b64encode(b"admin@example.com/token:sandbox").decode()
    wrong = base64.b64encode(b"admin@example.com/token:wrong").decode()
    password = base64.b64encode(b"admin@example.com:sandbox").decode()
    for header, status in ((good, 200), (wrong, 401), (password, 401)):
        answer = account.ask("GET", "/custom_objects", headers={"Authorization": f"Basic {header}"})
        assert answer.status_code == status


def token(account: Account, **values: Any) -> dict[str, Any]:
    body = {"client_id": "sandbox", "client_secret": "sandbox", **values}
    answer = account.ask("POST", "/oauth/tokens", body)
    assert answer.status_code in (200, 201), answer.text
    granted: dict[str, Any] = answer.json()
    return granted


@fact("5.4 client credentials", needs="clients")
def client_credentials(account: Account) -> None:
    granted = token(account, grant_type="client_credentials", scope="read write")
    account.of(granted["access_token"]).call(200, "GET", "/custom_objects")
    assert 300 <= granted["expires_in"] <= 172_800


@fact("5.4 lifetimes", needs="clients")
def lifetimes(account: Account) -> None:
    granted = token(account, grant_type="client_credentials", expires_in=300)
    caller = account.of(granted["access_token"])
    caller.call(200, "GET", "/custom_objects")
    account.clock.advance(301)
    caller.call(401, "GET", "/custom_objects")
    for seconds in (299, 172_801):
        body = {
            "client_id": "sandbox",
            "client_secret": "sandbox",
            "grant_type": "client_credentials",
            "expires_in": seconds,
        }
        assert account.ask("POST", "/oauth/tokens", body).status_code == 400


@fact("5.4 refresh tokens", needs="clients")
def refresh_tokens(account: Account) -> None:
    """They rotate: there is a new pair, and the old one is revoked."""
    code = account.sandbox.authorize("sandbox", redirect_uri="https://example.com/back")
    pair = token(
        account,
        grant_type="authorization_code",
        code=code,
        redirect_uri="https://example.com/back",
    )
    renewed = token(account, grant_type="refresh_token", refresh_token=pair["refresh_token"])
    account.of(renewed["access_token"]).call(200, "GET", "/custom_objects")
    account.of(pair["access_token"]).call(401, "GET", "/custom_objects")
    body = {"client_id": "sandbox", "client_secret": "sandbox", "grant_type": "refresh_token"}
    again = account.ask("POST", "/oauth/tokens", {**body, "refresh_token": pair["refresh_token"]})
    assert again.status_code in (400, 401)


@fact("5.4 codes last 120 seconds", needs="clients")
def codes(account: Account) -> None:
    code = account.sandbox.authorize("sandbox", redirect_uri="https://example.com/back")
    account.clock.advance(121)
    body = {
        "client_id": "sandbox",
        "client_secret": "sandbox",
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "https://example.com/back",
    }
    assert account.ask("POST", "/oauth/tokens", body).status_code in (400, 401)


@fact("5.4 grants that were removed", needs="clients")
def removed_grants(account: Account) -> None:
    body = {"client_id": "sandbox", "client_secret": "sandbox", "username": "a", "password": "b"}
    for grant in ("password", "implicit"):
        answer = account.ask("POST", "/oauth/tokens", {**body, "grant_type": grant})
        assert answer.status_code == 400


@fact("5.4 scopes", needs="clients")
def scopes(account: Account) -> None:
    """A token without the needed scope is issued, and refused when it is used."""
    readers = token(account, grant_type="client_credentials", scope="read")
    reader = account.of(readers["access_token"])
    reader.call(200, "GET", "/custom_objects")
    body = {"custom_object": {"key": "a", "title": "A", "title_pluralized": "As"}}
    reader.call(403, "POST", "/custom_objects", body)
    strange = token(account, grant_type="client_credentials", scope="colours:read")
    account.of(strange["access_token"]).call(403, "GET", "/custom_objects")


@fact("5.4 .json is optional")
def suffix(account: Account) -> None:
    account.call(200, "GET", "/custom_objects.json")


@fact("5.4 names are case-sensitive")
def case_sensitive(account: Account) -> None:
    path = f"{account.object()}/records"
    body = {"custom_object_record": {"Name": "Auk"}}
    assert account.ask("POST", path, body).status_code in (400, 422)
