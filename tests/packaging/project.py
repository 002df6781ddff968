"""A repository of a user who vendors the package."""

from __future__ import annotations

from pathlib import Path

FLOW = '''\
"""What a program does with its copy, every type of it known to type checkers."""

from __future__ import annotations

from typing import Any, assert_type

from ._vendor.zendesk_custom_objects import Client, F, Record, ValidationError, api, models


def book() -> list[str]:
    with Client.sandbox() as zendesk:
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        field = zendesk.create_field("boat", "berths", title="Berths", type="integer")
        assert_type(field, models.CustomObjectField)
        record = zendesk.create_record("boat", name="Nordwind", berths=4)
        assert_type(record, Record[dict[str, Any]])
        said = []
        try:
            zendesk.create_record("boat", name="Fulmar", berth=4)
        except ValidationError as error:
            said = [str(violation) for violation in error.violations]
        limit = zendesk.send(api.objects.custom_objects_limit())
        assert_type(limit.count, int | None)
        return [*said, *(str(boat.name) for boat in zendesk.find_records("boat", F.berths > 3))]


if __name__ == "__main__":
    print(*book(), sep="; ")
'''

WRONG = '''\
"""What a type checker must not let pass."""

from ._vendor.zendesk_custom_objects import Client


def rename(zendesk: Client) -> int:
    return zendesk.update_record("boat", "01", name="Fulmar").name
'''

PLUGINS = """\
pytest_plugins = ["{package}._vendor.zendesk_custom_objects.pytest_plugin"]
"""

TESTS = """\
def test_a_fresh_account(zendesk):
    assert list(zendesk.list_objects()) == []
    assert type(zendesk).__module__.startswith("{package}._vendor.")


def test_a_fault_is_survived(zendesk, zendesk_faults):
    zendesk_faults.add(status=503, times=1)
    assert list(zendesk.list_objects()) == []
"""

VENDORING = """\
[tool.vendoring]
destination = "{package}/_vendor"
namespace = "{package}._vendor"
requirements = "vendored.txt"
protected-files = ["__init__.py"]

[tool.vendoring.transformations]
drop = ["*.dist-info"]
"""


def make(folder: Path, package: str) -> Path:
    """Create everything except the copy, and return the folder for it."""
    copy = folder / package / "_vendor"
    copy.mkdir(parents=True)
    for path, text in {
        folder / package / "__init__.py": "",
        folder / package / "flow.py": FLOW,
        folder / package / "wrong.py": WRONG,
        folder / "conftest.py": PLUGINS.format(package=package),
        folder / "test_boats.py": TESTS.format(package=package),
        folder / "pyproject.toml": VENDORING.format(package=package),
        copy / "__init__.py": "",
    }.items():
        path.write_text(text, "utf-8")
    return copy
