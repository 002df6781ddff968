"""The tests of error responses over aiohttp."""

import httpx

from tests.client.transport.test_error_responses import *  # noqa: F403

HTTP_LIBRARIES = [httpx]
