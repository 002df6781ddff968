"""A program that makes requests with a refresh token from a store.

python token_user.py URL STORE sync|async COUNT
"""

from __future__ import annotations

import asyncio
import os
import sys

from zendesk_custom_objects import AsyncClient, Client, FileTokenStore, RefreshToken


def main(url: str, store: str, kind: str, count: str) -> None:
    auth = RefreshToken(
        "sync", "geheim-client-secret", "geheim-refresh-0", store=FileTokenStore(store)
    )
    headers = {"X-Process": str(os.getpid())}
    if kind == "sync":
        with Client(base_url=url, auth=auth) as zendesk:
            for _ in range(int(count)):
                list(zendesk.with_options(headers=headers).list_objects())
        return

    async def use() -> None:
        async with AsyncClient(base_url=url, auth=auth) as zendesk:
            for _ in range(int(count)):
                async for _ in zendesk.with_options(headers=headers).list_objects():
                    pass

    asyncio.run(use())


if __name__ == "__main__":
    main(*sys.argv[1:])
