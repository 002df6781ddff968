"""The project's own pytest plugin, and how hard the property-based tests look.

`default` tries the same few values on every run. `thorough` tries many, and others each time:

    scripts/test --hypothesis-profile=thorough tests/contract tests/low_level
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# From the source tree; where the package is installed, it is there already.
pytest_plugins = ["pytester", "zendesk_custom_objects.pytest_plugin"]

# A slow machine must not fail a test that is right.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", patient, derandomize=True)
settings.register_profile("thorough", patient, max_examples=2000, print_blob=True)
settings.load_profile("default")
