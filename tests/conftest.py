"""The project's own pytest plugin, and the settings of the property-based tests.

`default` tries the same few values on every run. `thorough` tries many, and others each time:

    scripts/test --hypothesis-profile=thorough tests/contract tests/low_level

`--long` runs the long forms of proofs: each says how many examples that is (`tests/lengths.py`),
and tries others each time.

    scripts/test --long tests/generation/test_hostile_contract.py
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests import lengths

# From the source tree; an installed package has registered it already.
pytest_plugins = ["pytester", "zendesk_custom_objects.pytest_plugin"]

# A correct test must not fail on a slow machine.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", patient, derandomize=True)
settings.register_profile("long", patient, print_blob=True)
settings.register_profile("thorough", patient, max_examples=2000, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long forms of proofs")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        lengths.set_long(True)
        if not config.getoption("--hypothesis-profile"):
            settings.load_profile("long")
