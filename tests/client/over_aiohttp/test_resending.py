"""The same over aiohttp."""

from tests.client.test_resending import *  # noqa: F403
