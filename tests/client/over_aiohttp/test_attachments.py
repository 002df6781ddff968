"""The same over aiohttp."""

from tests.client.test_attachments import *  # noqa: F403
