"""The progress of long work, on stderr and only if that is a terminal."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

__all__ = ["Show", "progress", "words_of"]

Show: TypeAlias = Callable[[int, float | None, int], None]
"""Takes the number that is done, the total if it is known, and the number done before this run."""


@contextmanager
def progress(words: str) -> Generator[Show]:
    """A bar with count, rate and remaining time, while its block runs."""
    if not sys.stderr.isatty():
        yield lambda done, total, before: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task
    from rich.text import Text

    class Counted(ProgressColumn):
        def render(self, task: Task) -> Text:
            before: int = task.fields["before"]
            return Text(words_of(int(task.completed), task.total, before, task.elapsed or 0.0))

    columns = ("{task.description}", BarColumn(), Counted())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None, before=0)

        def show(done: int, total: float | None, before: int) -> None:
            total = None if total is None else max(done, round(total))
            bar.update(task, completed=done, total=total, before=before)

        yield show


def words_of(done: int, total: float | None, before: int, seconds: float) -> str:
    """Count, rate since the start (results come in batches) and remaining time."""
    text = f"{done:,}" if total is None else f"{done:,} of {total:,.0f}"
    rate = (done - before) / seconds if seconds > 0 else 0.0
    if rate <= 0:
        return text
    text += f", {rate:,.0f}/s"
    if total is None:
        return text
    minutes, rest = divmod(round((total - done) / rate), 60)
    return f"{text}, {minutes}:{rest:02} left"
