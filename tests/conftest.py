"""The project's own pytest plugin, and the settings of the property-based tests.

`default` tries the same few values on every run. `thorough` tries many, and others each time:

    scripts/test --hypothesis-profile=thorough tests/contract tests/low_level
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# From the source tree; an installed package has registered it already.
pytest_plugins = ["pytester", "zendesk_custom_objects.pytest_plugin"]

# A correct test must not fail on a slow machine.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", patient, derandomize=True)
settings.register_profile("thorough", patient, max_examples=2000, print_blob=True)
settings.load_profile("default")
