"""The tests of retries over aiohttp."""

import httpx

from tests.client.retries.test_retries import *  # noqa: F403

HTTP_LIBRARIES = [httpx]
