"""The tests of secrets over aiohttp."""

import httpx

from tests.client.auth.test_secrets import *  # noqa: F403

HTTP_LIBRARIES = [httpx]
