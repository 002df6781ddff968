"""The same over aiohttp."""

from tests.client.test_failures import *  # noqa: F403
