"""Files of records: facts 2.5 and 3.4."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.people import HARBOUR, People
from tests.sandbox.support import OBJECTS, Api
from zendesk_custom_objects.sandbox import Sandbox, Variants

MEGABYTE = 1024 * 1024
# In parts, so that a virus scanner does not report this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
OFF = {"error": "Invalid URI endpoint"}


@pytest.fixture
def record(admin: Api) -> str:
    """The path of a record that can have attachments."""
    key = admin.object(allows_attachments=True)
    return f"/{key}/records/{admin.record(key)['id']}"


def send(api: Api, record: str, name: str, content: bytes, kind: str | None) -> httpx.Response:
    file = (name, content) if kind is None else (name, content, kind)
    return api.http.post(f"{OBJECTS}{record}/attachments", files={"uploaded_data": file})


def upload(
    api: Api,
    record: str,
    name: str = "a.txt",
    content: bytes = b"hello",
    kind: str | None = "text/plain",
) -> dict[str, Any]:
    reply = send(api, record, name, content, kind)
    assert reply.status_code == 200, reply.text
    made: dict[str, Any] = reply.json()["custom_object_record_attachment"]
    return made


def attachments(api: Api, record: str, status: int = 200) -> Any:
    reply = api.call("GET", f"{record}/attachments", status=status)
    return reply["custom_object_record_attachments"] if status == 200 else reply


def download(api: Api, record: str, attachment: str, **params: str) -> httpx.Response:
    path = f"{OBJECTS}{record}/attachments/{attachment}/download"
    return api.http.get(path, params=params)


def fetched(sandbox: Sandbox, reply: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """Follow a redirect without credentials."""
    assert reply.status_code == 302, reply.text
    found = sandbox.handle("GET", reply.headers["Location"])
    return found.status, dict(found.headers), found.body


def test_a_file_is_created_listed_updated_and_deleted(people: People, record: str) -> None:
    made = upload(people.agent, record, "survey.pdf", b"%PDF", "application/pdf")
    assert len(made["id"]) == 26
    path = f"{record}/attachments/{made['id']}"
    assert made == {
        "id": made["id"],
        "custom_object_record_id": record.rpartition("/")[2],
        "filename": "survey.pdf",
        "content_type": "application/pdf",
        "size": 4,
        "content_url": f"https://acme.zendesk.com{OBJECTS}{path}/download",
        "created_by": "Ben",
        "created_at": "2026-01-02T03:04:05Z",
        "malware_scan_status": "not_scanned",
        "malware_scan_completed_at": None,
        "malware_access_override": False,
    }
    assert attachments(people.admin, record) == [made]
    reply = people.agent.http.delete(OBJECTS + path)
    assert (reply.status_code, reply.content) == (204, b"")
    assert attachments(people.admin, record) == []
    people.agent.call("DELETE", path, status=404)
    assert download(people.admin, record, made["id"]).status_code == 404


@pytest.mark.parametrize("content", [b"", b"\r\n--x\r\n\x00\xff", bytes(range(256)) * 1000])
def test_the_downloaded_content_is_equal_to_the_uploaded_one(
    people: People, record: str, content: bytes
) -> None:
    made = upload(people.admin, record, content=content)
    assert made["size"] == len(content)
    status, headers, body = fetched(people.sandbox, download(people.admin, record, made["id"]))
    assert (status, body) == (200, content)
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize(("params", "kind"), [({}, "attachment"), ({"inline": "true"}, "inline")])
def test_the_disposition_of_a_download_is_attachment_or_inline(
    people: People, record: str, params: dict[str, str], kind: str
) -> None:
    made = upload(people.admin, record, 'Käse "1" €.txt')
    assert made["filename"] == 'Käse "1" €.txt'
    _, headers, _ = fetched(people.sandbox, download(people.admin, record, made["id"], **params))
    assert headers["Content-Disposition"] == (
        f"{kind}; filename=\"K_se _1_ _.txt\"; filename*=UTF-8''K%C3%A4se%20%221%22%20%E2%82%AC.txt"
    )


def test_a_download_link_expires_and_gives_access_to_nothing_else(
    people: People, record: str
) -> None:
    made = upload(people.admin, record)
    location = download(people.admin, record, made["id"]).headers["Location"]
    assert not urlsplit(location).path.startswith("/api")
    assert people.sandbox.handle("GET", location).status == 200
    token = parse_qs(urlsplit(location).query)["token"][0]
    base = location.partition("?")[0]
    for wrong in ("", "?token=", "?token=x", f"?token={token[:-4]}AAAA", f"?token={token}&a=b"):
        assert people.sandbox.handle("GET", base + wrong).status in (400, 404)
    for method in ("POST", "DELETE", "HEAD"):
        assert people.sandbox.handle(method, location).status == 404
    people.clock.now += 3600
    assert people.sandbox.handle("GET", location).status == 404
    fresh = download(people.admin, record, made["id"]).headers["Location"]
    people.admin.call("DELETE", f"{record}/attachments/{made['id']}", status=204)
    assert people.sandbox.handle("GET", fresh).status == 404


def test_a_redirect_has_no_body(admin: Api, record: str) -> None:
    reply = download(admin, record, upload(admin, record)["id"])
    assert (reply.content, reply.headers.get("Content-Type")) == (b"", None)


def test_a_variant_sends_the_content_instead_of_a_redirect(people: People, record: str) -> None:
    made = upload(people.admin, record, content=b"abc")
    people.sandbox.variants = Variants(download="content")
    reply = download(people.admin, record, made["id"])
    assert (reply.status_code, reply.content) == (200, b"abc")
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert reply.headers["Content-Disposition"].startswith("attachment")


# --- forms


def post(api: Api, record: str, body: bytes, kind: str) -> httpx.Response:
    path = f"{OBJECTS}{record}/attachments"
    return api.http.post(path, content=body, headers={"Content-Type": kind})


def form(*parts: tuple[str, bytes]) -> bytes:
    lines = b"".join(
        b"--xx\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n"
        for headers, content in parts
    )
    return lines + b"--xx--\r\n"


KIND = "multipart/form-data; boundary=xx"
UPLOADED = 'Content-Disposition: form-data; name="uploaded_data"; '


@pytest.mark.parametrize(
    ("headers", "name", "kind"),
    [
        (UPLOADED + 'filename="a.txt"', "a.txt", "application/octet-stream"),
        (UPLOADED + 'filename="a.txt"\r\nContent-Type: Text/HTML; charset=x', "a.txt", "text/html"),
        (UPLOADED + 'filename="a"\r\nContent-Type: what', "a", "application/octet-stream"),
        (UPLOADED + 'filename="ä€😀.txt"', "ä€😀.txt", "application/octet-stream"),
        (
            UPLOADED + "filename=\"x\"; filename*=UTF-8''%e2%82%ac%20x.txt",
            "€ x.txt",
            "application/octet-stream",
        ),
        (
            UPLOADED + "filename*=utf-8'en'a%22b.txt",
            'a"b.txt',
            "application/octet-stream",
        ),
        (UPLOADED + r'filename="a\"b.txt"', 'a"b.txt', "application/octet-stream"),
        (UPLOADED + 'filename="a%22b.txt"', 'a"b.txt', "application/octet-stream"),
        (UPLOADED + 'filename="50%.txt"', "50%.txt", "application/octet-stream"),
        (UPLOADED + 'filename="/etc/passwd"', "passwd", "application/octet-stream"),
        (UPLOADED + "filename=plain", "plain", "application/octet-stream"),
        (
            'content-disposition:form-data;filename="a;b.txt";name=uploaded_data',
            "a;b.txt",
            "application/octet-stream",
        ),
    ],
)
def test_names_and_types_of_files_are_read_from_the_form(
    admin: Api, record: str, headers: str, name: str, kind: str
) -> None:
    reply = post(admin, record, form((headers, b"x")), KIND)
    assert reply.status_code == 200, reply.text
    made = reply.json()["custom_object_record_attachment"]
    assert (made["filename"], made["content_type"], made["size"]) == (name, kind, 1)
    assert download(admin, record, made["id"]).status_code == 302


ONE = (UPLOADED + 'filename="a"', b"x")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", KIND),
        (form(ONE), "multipart/form-data"),
        (form(ONE), "multipart/form-data; boundary=yy"),
        (form(ONE), "multipart/mixed; boundary=xx"),
        (form(ONE), "application/json"),
        (form(ONE), ""),
        (form(ONE)[:-6], KIND),
        (form(), KIND),
        (form((UPLOADED, b"x")), KIND),
        (form((UPLOADED.replace("uploaded_data", "file") + 'filename="a"', b"x")), KIND),
        (form(('Content-Disposition: form-data; filename="a"', b"x")), KIND),
        (form(("Content-Type: text/plain", b"x")), KIND),
        (form(ONE, ONE), KIND),
        (b"--xx\r\nno end of headers\r\n--xx--", KIND),
        (form((UPLOADED + 'filename="' + "a" * 10_000 + '"', b"x")), KIND),
    ],
)
def test_a_malformed_form_is_refused(admin: Api, record: str, body: bytes, kind: str) -> None:
    reply = post(admin, record, body, kind)
    assert reply.status_code == 400, reply.text
    assert attachments(admin, record) == []


def test_other_parts_of_a_form_are_dropped_with_a_warning(admin: Api, record: str) -> None:
    more = ('Content-Disposition: form-data; name="title"', b"T")
    reply = post(admin, record, b"preamble\r\n" + form(more, ONE) + b"epilogue", KIND)
    assert reply.status_code == 200
    assert '["title"]' in reply.headers["X-Zendesk-API-Warn"]


# --- limits


def test_a_record_has_at_most_5_files(admin: Api, record: str) -> None:
    made = [upload(admin, record, str(number))["id"] for number in range(5)]
    reply = send(admin, record, "6", b"", None)
    assert reply.status_code == 422
    assert set(reply.json()["details"]) == {"base"}
    assert [each["filename"] for each in attachments(admin, record)] == list("01234")
    admin.call("DELETE", f"{record}/attachments/{made[0]}", status=204)
    upload(admin, record)


def test_a_file_has_at_most_10_megabytes(admin: Api, record: str) -> None:
    upload(admin, record, content=b"x" * (10 * MEGABYTE))
    reply = send(admin, record, "big", b"x" * (10 * MEGABYTE + 1), None)
    assert reply.status_code == 422
    assert set(reply.json()["details"]) == {"uploaded_data"}
    assert send(admin, record, "huge", b"x" * (13 * MEGABYTE), None).status_code == 413
    assert len(attachments(admin, record)) == 1


# --- malware


def test_the_malware_scan_takes_time(people: People, record: str) -> None:
    upload(people.admin, record)
    people.clock.now += 29
    assert attachments(people.admin, record)[0]["malware_scan_status"] == "not_scanned"
    people.clock.now += 1
    found = attachments(people.admin, record)[0]
    assert found["malware_scan_status"] == "malware_not_found"
    assert found["malware_scan_completed_at"] == "2026-01-02T03:04:35Z"


def test_malware_cannot_be_downloaded_until_it_is_released(people: People, record: str) -> None:
    admin, agent = people.admin, people.agent
    made = upload(agent, record, content=EICAR)["id"]
    assert download(agent, record, made).status_code == 302
    people.clock.now += 30
    assert attachments(agent, record)[0]["malware_scan_status"] == "malware_found"
    for api in (admin, agent):
        assert download(api, record, made).status_code == 403
    path = f"{record}/attachments/{made}"
    release = {"custom_object_record_attachment": {"malware_access_override": True}}
    agent.call("PUT", path, release, status=403)
    changed = admin.call("PUT", path, release, status=200)["custom_object_record_attachment"]
    assert changed["malware_access_override"] is True
    assert changed["malware_scan_status"] == "malware_found"
    assert fetched(people.sandbox, download(agent, record, made))[2] == EICAR
    lock = {"custom_object_record_attachment": {"malware_access_override": False}}
    admin.call("PUT", path, lock, status=200)
    assert download(agent, record, made).status_code == 403


@pytest.mark.parametrize("value", [{}, {"malware_access_override": "true"}])
def test_the_malware_override_must_be_a_boolean(admin: Api, record: str, value: Any) -> None:
    path = f"{record}/attachments/{upload(admin, record)['id']}"
    body = {"custom_object_record_attachment": value}
    assert set(admin.refused("PUT", path, body)) == {"malware_access_override"}


# --- objects without attachments


def test_all_operations_are_refused_if_the_object_does_not_allow_attachments(admin: Api) -> None:
    key = admin.object()
    record = f"/{key}/records/{admin.record(key)['id']}"
    body = {"custom_object_record_attachment": {"malware_access_override": True}}
    replies = [
        admin.http.get(f"{OBJECTS}{record}/attachments"),
        send(admin, record, "a", b"x", None),
        admin.http.put(f"{OBJECTS}{record}/attachments/x", json=body),
        admin.http.delete(f"{OBJECTS}{record}/attachments/x"),
        download(admin, record, "x"),
    ]
    assert [(reply.status_code, reply.json()) for reply in replies] == [(400, OFF)] * 5


def test_turning_attachments_off_only_blocks_new_files(people: People, record: str) -> None:
    admin = people.admin
    made = upload(admin, record)
    key = record.split("/")[1]
    admin.call("PATCH", f"/{key}", {"custom_object": {"allows_attachments": False}}, status=200)
    reply = send(admin, record, "b", b"x", None)
    assert (reply.status_code, reply.json()) == (400, OFF)
    assert attachments(admin, record) == [made]
    assert fetched(people.sandbox, download(admin, record, made["id"]))[2] == b"hello"
    other = f"/{key}/records/{admin.record(key)['id']}"
    assert attachments(admin, other, 400) == OFF
    admin.call("DELETE", f"{record}/attachments/{made['id']}", status=204)
    assert attachments(admin, record, 400) == OFF


# --- permissions


def test_a_file_is_found_only_at_its_record(admin: Api, record: str) -> None:
    key = record.split("/")[1]
    other = f"/{key}/records/{admin.record(key)['id']}"
    made = upload(admin, record)["id"]
    assert attachments(admin, other) == []
    assert download(admin, other, made).status_code == 404
    admin.call("DELETE", f"{other}/attachments/{made}", status=404)
    attachments(admin, f"/{key}/records/none", 404)
    attachments(admin, "/none/records/none", 404)
    admin.call("DELETE", record, status=204)
    attachments(admin, record, 404)


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("agent", 200, 200), ("officer", 200, 200), ("light", 200, 403), ("customer", 403, 403)],
)
def test_each_role_can_read_or_write_files(
    people: People, record: str, who: str, reads: int, writes: int
) -> None:
    api: Api = getattr(people, who)
    attachments(api, record, reads)
    assert send(api, record, "a", b"x", None).status_code == writes


def test_files_have_the_permissions_of_their_record(people: People, record: str) -> None:
    admin, officer = people.admin, people.officer
    key = record.split("/")[1]
    made = upload(admin, record)["id"]
    policy = f"/{key}/permission_policies/custom-role-{HARBOUR.id}"

    def allow(read: Any, update: Any) -> None:
        nothing = {"allowed": False}
        records = {"read": read, "update": update, "create": nothing, "delete": nothing}
        admin.call("PATCH", policy, {"policy": {"records": records}}, status=200)

    allow({"allowed": True}, {"allowed": False})
    assert len(attachments(officer, record)) == 1
    assert download(officer, record, made).status_code == 302
    assert send(officer, record, "a", b"x", None).status_code == 403
    officer.call("DELETE", f"{record}/attachments/{made}", status=403)
    rule = {"conditions": {"all": [{"field": "name", "operator": "is", "value": "other"}]}}
    reply = admin.call("POST", f"/{key}/access_rules", {"access_rule": rule}, status=201)
    allow({"allowed": True, "rule_id": reply["access_rule"]["id"]}, {"allowed": False})
    attachments(officer, record, 404)
    assert download(officer, record, made).status_code == 404


def test_a_redirect_can_be_followed_over_a_socket(api: Api) -> None:
    key = api.object(allows_attachments=True)
    record = f"/{key}/records/{api.record(key)['id']}"
    made = upload(api, record, content=b"x" * 100_000)
    reply = api.http.get(made["content_url"], follow_redirects=True)
    assert (reply.status_code, len(reply.content)) == (200, 100_000)
