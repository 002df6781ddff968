"""The transformation of the async client into the sync client."""

from __future__ import annotations

import pytest

from generator.problems import GenerationError
from generator.sync_twin import to_sync


@pytest.mark.parametrize(
    ("source", "twin"),
    [
        ("async def f() -> None:\n    await g()\n", "def f() -> None:\n    g()\n"),
        ("x = [await f(i) async for i in a]\n", "x = [f(i) for i in a]\n"),
        ("async with a, b:\n    pass\n", "with a, b:\n    pass\n"),
        ("class AsyncClient: pass\n", "class Client: pass\n"),
        ("def __aiter__(self): pass\n", "def __iter__(self): pass\n"),
        ("await self.aclose()\n", "self.close()\n"),
        ('"""Like `await AsyncClient().f()`."""\n', '"""Like `Client().f()`."""\n'),
        ("x = 1  # await it\n", "x = 1  # it\n"),
        ("awaited_at = 1\n", None),
    ],
)
def test_transform(source: str, twin: str | None) -> None:
    if twin is None:
        with pytest.raises(GenerationError):
            to_sync(source, "m.py")
    else:
        assert to_sync(source, "m.py") == twin


@pytest.mark.parametrize(
    "name", ["asyncio", "anyio", "aio_read", "AsyncExitStack", "asynccontextmanager", "aenter"]
)
def test_unknown_async_names_are_refused_with_their_line(name: str) -> None:
    with pytest.raises(GenerationError, match=f"m.py:2: {name}"):
        to_sync(f"x = 1\ny = {name}\n", "m.py")


def test_layout_and_comments_survive() -> None:
    source = "def f(\n    a,  # one\n):\n    return (await a.b(  # two\n        1))\n"
    assert to_sync(source, "m.py") == source.replace("await ", "")
