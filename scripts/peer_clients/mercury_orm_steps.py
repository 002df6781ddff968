"""mercury-orm: each object is a class. The base URL is an attribute of its HTTP client."""

from __future__ import annotations

import importlib
from typing import Any

from peer_clients.steps import URL, defect, raises, same, steer, step

connection: Any = importlib.import_module("mercuryorm.client.connection")
connection.ZendeskAPIClient.BASE_URL = f"{URL}/api/v2"
base: Any = importlib.import_module("mercuryorm.base")
fields: Any = importlib.import_module("mercuryorm.fields")
managers: Any = importlib.import_module("mercuryorm.zendesk_manager")
exceptions: Any = importlib.import_module("mercuryorm.exceptions")


class Boat(base.CustomObject):  # type: ignore[misc]
    """An object whose records are named by the caller."""

    harbour = fields.TextField("harbour")
    notes = fields.TextareaField("notes")
    berths = fields.IntegerField("berths")
    length = fields.DecimalField("length")
    insured = fields.CheckboxField("insured")
    built = fields.DateField("built")
    sign = fields.RegexpField("sign", "[A-Z]+")
    kind = fields.DropdownField("kind", ["Sail", "Motor"])
    rig = fields.MultiselectField("rig", ["Radar", "Sonar"])


class Ticket(base.CustomObject):  # type: ignore[misc]
    """An object whose records are numbered."""

    name = fields.NameField(autoincrement_enabled=True, autoincrement_prefix="T-")


class Berth(base.CustomObject):  # type: ignore[misc]
    """An object with unique names."""

    name = fields.NameField(unique=True)


manager = managers.ZendeskObjectManager()
made: dict[str, Any] = {}


def boat(name: str, **values: Any) -> Any:
    external_id = values.pop("external_id", None)
    new = Boat(**values)
    new.name, new.external_id = name, external_id
    return new


def create_objects() -> None:
    for model in (Boat, Ticket, Berth):
        created = manager.get_or_create_custom_object_from_model(model)[1]
        same(created, True)
    keys = sorted(each["key"] for each in manager.list_custom_objects())
    same(keys, ["berth", "boat", "ticket"])
    same(len(manager.list_custom_object_fields("boat")), 9)


def create_records() -> None:
    new = boat(
        "Albatross",
        external_id="reg-1",
        harbour="Aberdeen",
        berths=6,
        length=11.5,
        insured=True,
        built="2011-06-18",
        sign="ABC",
        kind="sail",
        rig=["radar"],
    )
    new.save()
    made["boat"] = new
    found = Boat.objects.get(id=new.id)
    same((found.name, found.external_id), ("Albatross", "reg-1"))
    values = (found.harbour, found.berths, found.insured, found.built, found.kind, found.rig)
    same(values, ("Aberdeen", 6, True, "2011-06-18", "sail", ["radar"]))


def update_record() -> None:
    made["boat"].harbour = "Brest"
    made["boat"].save()
    same(Boat.objects.get(id=made["boat"].id).harbour, "Brest")


def bulk() -> None:
    boats = [boat(f"Boat {n}", berths=n, external_id=f"b{n}") for n in range(150)]
    answers = Boat.objects.bulk.create(boats)
    same([answer["job_status"]["status"] for answer in answers], ["completed"] * 2)
    same(Boat.objects.queryset.count(), 151)
    changed = [boat("Boat again", berths=1, external_id="b0"), boat("Boat new", external_id="new")]
    Boat.objects.bulk.create_or_update_by_external_id(changed)
    same(Boat.objects.queryset.count(), 152)
    Boat.objects.bulk.delete_by_external_id(changed, wait_to_complete=True)
    same(Boat.objects.queryset.count(), 150)


def listing() -> None:
    same(len(Boat.objects.all()), 150)
    page = Boat.objects.all_paginated(page_size=40)
    same((len(page["results"]), page["meta"]["has_more"], page["count"]), (40, True, 150))
    page = Boat.objects.all_paginated(page_size=40, after_cursor=page["meta"]["after_cursor"])
    same(len(page["results"]), 40)
    same(Boat.objects.last() is not None, True)


def find() -> None:
    same(len(Boat.objects.find({"custom_object_fields.berths": {"$gte": "100"}})), 50)
    criteria = {"$and": [{"custom_object_fields.kind": {"$eq": "sail"}}]}
    same([each.name for each in Boat.objects.find(criteria)], ["Albatross"])
    page = Boat.objects.find_paginated({"custom_object_fields.berths": {"$gt": 0}}, page_size=20)
    same((len(page["results"]), page["meta"]["has_more"]), (20, True))


def search() -> None:
    same([each.name for each in Boat.objects.search("albatros")], ["Albatross"])
    same(len(Boat.objects.search_paginated("boat", page_size=10)["results"]), 10)


def numbered() -> None:
    new = Ticket()
    new.save()
    same(new.name, "T-1")


def unique() -> None:
    for expected in (True, False):
        berth = Berth()
        berth.name = "A1"
        if expected:
            berth.save()
        else:
            same(raises(exceptions.UniqueConstraintError, berth.save), True)


def delete() -> None:
    same(Boat.objects.delete(made["boat"].id), {"status_code": 204})


step("objects and fields from classes", create_objects)
step("records: create, get", create_records)
step("records: update", update_record)
step("jobs: create 150, upsert, delete", bulk)
step("records: all, pages, last", listing)
step("records: find (filtered search)", find)
step("records: search", search)
defect(
    "names in custom_object_fields",
    "a NameField is sent as a custom field too: a service that knows its fields refuses it",
    lambda: raises(exceptions.CreateRecordError, numbered),
)
steer("PUT", "variants", {"unknown_fields": "drop"})
step("names: numbered (unknown fields are dropped)", numbered)
step("names: unique (unknown fields are dropped)", unique)
defect(
    "records: instance.delete()",
    "uses the name of the class as the key of the object, and sends that four times",
    lambda: raises("RetryError", made["boat"].delete, "404"),
)
step("records: delete", delete)
defect(
    "records: get a deleted record",
    "sends it four times in 6 seconds, and never raises its own NotFoundError",
    lambda: raises("RetryError", lambda: Boat.objects.get(id=made["boat"].id)),
)
