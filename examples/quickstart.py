"""From nothing to a hundred records, on a sandbox served on a free port of this machine.

The one line that differs for the real service is where the client comes from:

    Client("acme", auth=ClientCredentials(client_id, client_secret))
"""

from __future__ import annotations

from itertools import islice

import airportsdata

from zendesk_custom_objects import ApiToken, Client, Sandbox, ValidationError


def main() -> None:
    airports = list(islice(airportsdata.load("ICAO").values(), 100))

    with Sandbox() as sandbox, sandbox.served() as url:
        step(f"A sandbox is served at {url}")
        with Client(base_url=url, auth=ApiToken("admin@example.com", "sandbox")) as zendesk:
            define(zendesk, airports)
            fill(zendesk, airports)
            read(zendesk)
            refuse(zendesk)
    print("\nDone. The sandbox and all that was in it are gone.")


def define(zendesk: Client, airports: list[airportsdata.Airport]) -> None:
    step('create_object("airport", ...), then a field of each kind with create_field(...)')
    zendesk.create_object("airport", title="Airport", title_pluralized="Airports")
    zendesk.create_field("airport", "city", title="City", type="text")
    zendesk.create_field("airport", "notes", title="Notes", type="textarea")
    zendesk.create_field("airport", "elevation", title="Elevation (ft)", type="integer")
    zendesk.create_field("airport", "latitude", title="Latitude", type="decimal")
    zendesk.create_field("airport", "longitude", title="Longitude", type="decimal")
    zendesk.create_field("airport", "has_iata", title="Has an IATA code", type="checkbox")
    zendesk.create_field("airport", "checked_on", title="Checked on", type="date")
    zendesk.create_field(
        "airport",
        "icao",
        title="ICAO code",
        type="regexp",
        regexp_for_validation="^[A-Z0-9]{4}$",
    )
    zendesk.create_field(
        "airport",
        "state",
        title="State",
        type="dropdown",
        custom_field_options=[
            {"name": state, "value": state.lower().replace(" ", "_")}
            for state in sorted({airport["subd"] for airport in airports})
        ],
    )
    for field in zendesk.list_fields("airport"):
        print(f"    {field.key:<12} {field.type}")


def fill(zendesk: Client, airports: list[airportsdata.Airport]) -> None:
    step('create_record("airport", name=..., city=..., elevation=..., ...), a hundred times')
    for airport in airports:
        record = zendesk.create_record(
            "airport",
            name=airport["name"],
            external_id=airport["icao"],
            icao=airport["icao"],
            city=airport["city"],
            state=airport["subd"].lower().replace(" ", "_"),
            elevation=int(airport["elevation"]),
            latitude=airport["lat"],
            longitude=airport["lon"],
            has_iata=bool(airport["iata"]),
        )
        if airport is airports[0]:
            print(f"    {record.id}  {record.name}  {record.fields}")


def read(zendesk: Client) -> None:
    step('list_records("airport"): every page, lazily')
    records = list(zendesk.list_records("airport", page_size=40))
    for record in records[:3]:
        print(f"    {record.external_id}  {record.name:<24} {record.fields['elevation']:>5} ft")
    highest = max(records, key=lambda record: record.fields["elevation"])
    print(f"    ... {len(records)} in all; the highest is {highest.name}")


def refuse(zendesk: Client) -> None:
    step("A misspelt field is refused before anything is sent:")
    print('    create_record("airport", name="Nowhere", elevaton=12)')
    try:
        zendesk.create_record("airport", name="Nowhere", elevaton=12)
    except ValidationError as error:
        print_indented(error)

    step("So is a name where the service numbers the records itself:")
    zendesk.create_object("flight", title="Flight", title_pluralized="Flights")
    zendesk.update_field(
        "flight",
        "standard::name",
        properties={"autoincrement_enabled": True, "autoincrement_prefix": "ZA-"},
    )
    print(f'    create_record("flight") is named {zendesk.create_record("flight").name}')
    print('    create_record("flight", name="ZA-7")')
    try:
        zendesk.create_record("flight", name="ZA-7")
    except ValidationError as error:
        print_indented(error)


def step(text: str) -> None:
    print(f"\n{text}")


def print_indented(error: ValidationError) -> None:
    print(*(f"      {line}" for line in str(error).splitlines()), sep="\n")


if __name__ == "__main__":
    main()
