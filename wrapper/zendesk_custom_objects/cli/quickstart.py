"""`zco quickstart`: from nothing to a hundred records, on a sandbox served on a free port here.

The one line that differs for the real service is where the client comes from:

    Client("acme", auth=ClientCredentials(client_id, client_secret))
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from .. import ApiToken, Client, Sandbox, ValidationError

__all__ = ["main"]

STREETS = ["Avenue des Pins", "Chemin du Phare", "Quai du Port", "Rue des Oliviers", "Place Neuve"]
HEATING = {"gas": "Gas", "heat_pump": "Heat pump", "district": "District heating"}


def main() -> None:
    """Define an object, fill it, read it, and have mistakes refused."""
    with Sandbox() as sandbox, sandbox.served() as url:
        step(f"A sandbox is served at {url}")
        with Client(base_url=url, auth=ApiToken("admin@example.com", "sandbox")) as zendesk:
            define(zendesk)
            fill(zendesk)
            read(zendesk)
            refuse(zendesk)
    print("\nDone. The sandbox and everything in it are gone.")


def apartments() -> Iterator[dict[str, Any]]:
    """Apartments to let: so many in each house of each street."""
    for count, (floor, number, street) in enumerate(product(range(5), range(1, 40), STREETS)):
        yield {
            "name": f"{street} {number}, floor {floor}",
            "external_id": f"apt-{count + 1:03}",
            "reference": f"{street[0]}{number:02}{floor}",
            "street": street,
            "bedrooms": 1 + count % 4,
            "area": 28.5 + 7.25 * (count % 13),
            "furnished": count % 3 == 0,
            "free_from": date(2027, 1, 1) + timedelta(days=7 * (count % 20)),
            "heating": list(HEATING)[count % len(HEATING)],
        }


def define(zendesk: Client) -> None:
    step('create_object("apartment", ...), then a field of each kind with create_field(...)')
    zendesk.create_object("apartment", title="Apartment", title_pluralized="Apartments")
    zendesk.create_field("apartment", "street", title="Street", type="text")
    zendesk.create_field("apartment", "notes", title="Notes", type="textarea")
    zendesk.create_field("apartment", "bedrooms", title="Bedrooms", type="integer")
    zendesk.create_field("apartment", "area", title="Area (m²)", type="decimal")
    zendesk.create_field("apartment", "furnished", title="Furnished", type="checkbox")
    zendesk.create_field("apartment", "free_from", title="Free from", type="date")
    zendesk.create_field(
        "apartment",
        "reference",
        title="Reference",
        type="regexp",
        regexp_for_validation="^[A-Z][0-9]{3}$",
    )
    zendesk.create_field(
        "apartment",
        "heating",
        title="Heating",
        type="dropdown",
        custom_field_options=[{"value": value, "name": name} for value, name in HEATING.items()],
    )
    for field in zendesk.list_fields("apartment"):
        print(f"    {field.key:<12} {field.type}")


def fill(zendesk: Client) -> None:
    step('create_record("apartment", name=..., bedrooms=..., area=..., ...), a hundred times')
    for count, apartment in enumerate(islice(apartments(), 100)):
        record = zendesk.create_record("apartment", **apartment)
        if count == 0:
            print(f"    {record.id}  {record.name}  {record.fields}")


def read(zendesk: Client) -> None:
    step('list_records("apartment"): every page, lazily')
    records = list(zendesk.list_records("apartment", page_size=40))
    for record in records[:3]:
        print(f"    {record.external_id}  {record.name:<28} {record.fields['area']:>6} m²")
    largest = max(records, key=lambda record: record.fields["area"])
    print(f"    ... {len(records)} in all; the largest is {largest.name}")


def refuse(zendesk: Client) -> None:
    step("A misspelt field is refused before anything is sent:")
    print('    create_record("apartment", name="Nowhere 1", bedroms=3)')
    try:
        zendesk.create_record("apartment", name="Nowhere 1", bedroms=3)
    except ValidationError as error:
        print_indented(error)

    step("So is a name where the service numbers the records itself:")
    zendesk.create_object("lease", title="Lease", title_pluralized="Leases")
    zendesk.update_field(
        "lease",
        "standard::name",
        properties={"autoincrement_enabled": True, "autoincrement_prefix": "L-"},
    )
    print(f'    create_record("lease") is named {zendesk.create_record("lease").name}')
    print('    create_record("lease", name="L-7")')
    try:
        zendesk.create_record("lease", name="L-7")
    except ValidationError as error:
        print_indented(error)


def step(text: str) -> None:
    print(f"\n{text}")


def print_indented(error: ValidationError) -> None:
    print(*(f"      {line}" for line in str(error).splitlines()), sep="\n")
