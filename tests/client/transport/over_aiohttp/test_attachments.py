"""The tests of attachments over aiohttp."""

import httpx

from tests.client.writing.test_attachments import *  # noqa: F403

HTTP_LIBRARIES = [httpx]
