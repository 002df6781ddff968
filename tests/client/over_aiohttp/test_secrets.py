"""The same over aiohttp."""

from tests.client.test_secrets import *  # noqa: F403
