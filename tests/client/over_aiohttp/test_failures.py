"""The same over aiohttp."""

import httpx

from tests.client.test_failures import *  # noqa: F403

HTTP_LIBRARIES = [httpx]
