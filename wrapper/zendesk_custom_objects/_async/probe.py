"""The client's method that finds out what an account does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutcomeUnknown, ProbeError, ZendeskError
from ..rules.json_types import is_list
from . import _runtime
from .calls import Calls

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from .._generated import types
    from ..probing.note import Note
    from ..probing.report import Report
    from ..probing.scene import Call, Reply, Scene
    from ..probing.steps import Step
    from .sender import Sender


class ProbeCalls(Calls):
    """Finding out what is true of an account."""

    async def probe(
        self,
        *,
        note: str | os.PathLike[str],
        on_progress: Callable[[int, int], object] | None = None,
    ) -> Report:
        """Find out what this account does where that is not certain. Meant for a Zendesk sandbox.

        It creates one object with a random key, sends about 65 requests, which are about this
        object, and deletes the object with everything in it. That takes about two minutes, as the
        export shows only what is older than one.

        Args:
            note: A file in which the key is noted before the object is created. If the probe is
                interrupted, and cannot delete the object, the next one with the same note does. One
                probe at a time can use it.
            on_progress: Called with the number of steps that are done, and of all steps.

        Raises:
            ProbeError: if the object could not be deleted.
            ConfigurationError: if the note cannot be used.
            ZendeskError: if the object could not be created, or the connection was lost.
        """
        return await _Probe(self._sender, Path(note), on_progress).run()


class _NotCreated(Exception):
    """The service has refused to create the object."""

    def __init__(self, error: ZendeskError) -> None:
        super().__init__(error)
        self.error = error


class _Probe:
    """One probe."""

    def __init__(
        self, sender: Sender, note: Path, on_progress: Callable[[int, int], object] | None
    ) -> None:
        from ..probing.schedule import Budget  # most programs never probe

        self._sender = sender
        self._path = note
        self._on_progress = on_progress
        self._budget = Budget()

    async def run(self) -> Report:
        from ..probing import note as notes
        from ..probing.report import build_report
        from ..probing.scene import Scene

        with notes.held(self._path, self._sender.origin) as note:
            if (left := await _runtime.call(note.read)) is not None:
                await self._remove_left(left, note)
            scene = Scene(notes.new_key())
            await _runtime.call(note.write, scene.key)
            try:
                await self._ask(scene)
                await self._remove(scene.key, note)
            except _NotCreated as refused:
                await _runtime.call(note.clear)
                raise refused.error from None
            except ProbeError:
                raise
            except BaseException as error:
                await self._remove_after(error, scene.key, note)
                raise
        return build_report(scene, self._budget.used)

    async def _ask(self, scene: Scene) -> None:
        from ..probing.schedule import BudgetUsedUp
        from ..probing.steps import STEPS

        for count, step in enumerate(STEPS):
            if self._on_progress is not None:
                self._on_progress(count, len(STEPS))
            try:
                await self._carry_out(step, scene)
            except BudgetUsedUp:
                return
        if self._on_progress is not None:
            self._on_progress(len(STEPS), len(STEPS))

    async def _carry_out(self, step: Step, scene: Scene) -> None:
        """Send the request of a step, if it can be, until it shows what it waits for."""
        from ..probing.exchange import build_request
        from ..probing.schedule import now

        if not all(name in scene.replies and scene.replies[name].is_ok for name in step.needs):
            return
        try:
            request = build_request(step.build(scene))
        except (LookupError, ValueError):  # an earlier reply lacks an id, or has a strange one
            return
        if step.after is not None:
            name, seconds = step.after
            await _runtime.sleep(max(0.0, scene.times[name] + seconds - now()))
        begun = previous = scene.times.get(step.since or "", now())
        for delay in step.delays:
            if delay:
                await _runtime.sleep(delay)
            reply = await self._send(request, creates=not scene.replies)
            scene.replies[step.name] = reply
            scene.times[step.name] = now()
            if not reply.is_ok:
                return
            if step.is_shown(scene, reply):
                scene.elapsed[step.name] = (previous - begun, now() - begun)
                return
            previous = now()

    async def _send(
        self, request: types.Request[bytes], *, creates: bool = False, is_removing: bool = False
    ) -> Reply:
        """The reply, whatever its status; raises what makes the other requests pointless."""
        from ..probing import exchange

        self._budget.is_removing = is_removing
        try:
            response = await self._sender.send(request, lambda body: body, before=self._count)
        except ZendeskError as error:
            if creates and not isinstance(error, OutcomeUnknown):
                raise _NotCreated(error) from error
            if creates or exchange.is_fatal(error):
                raise
            return exchange.refusal(error)
        return exchange.reply(response)

    async def _send_removing(self, call: Call) -> Reply:
        from ..probing.exchange import build_request

        return await self._send(build_request(call), is_removing=True)

    async def _count(self) -> None:
        self._budget.take()

    async def _remove_left(self, key: str, note: Note) -> None:
        """Delete the object of an earlier probe, if it is the one that was noted."""
        from ..probing.calls import TITLE, show_object
        from ..probing.scene import pick

        reply = await self._send_removing(show_object(key))
        if reply.is_ok:
            title = pick(reply.body, "custom_object", "title")
            if not isinstance(title, str) or not title.startswith(TITLE):
                raise ProbeError(
                    f"the object {key} of {self._path} is not that of a probe, so it is left alone:"
                    " remove the note"
                )
        await self._remove(key, note)
        self._budget.used = 0

    async def _remove_after(self, error: BaseException, key: str, note: Note) -> None:
        """Delete the object after a probe that has failed; if that fails, too, it stays noted."""
        try:
            await self._remove(key, note)
        except ZendeskError:
            error.add_note(
                f"The object of the probe may still be there: it is noted in {self._path}, and the"
                " next probe with this note deletes it."
            )

    async def _remove(self, key: str, note: Note) -> None:
        """Delete the object, and the note when there is no such object any more."""
        from ..probing.calls import delete_object, show_object
        from ..probing.schedule import RECHECKS, BudgetUsedUp

        try:
            reply = await self._send_removing(delete_object(key))
            if not reply.is_ok and reply.status != 404:
                await self._remove_records(key)
                reply = await self._send_removing(delete_object(key))
            for delay in RECHECKS:
                await _runtime.sleep(delay)
                shown = await self._send_removing(show_object(key))
                if shown.status == 404 or (reply.is_ok and not shown.is_ok):
                    await _runtime.call(note.clear)
                    return
        except BudgetUsedUp:
            raise self._not_removed(key, "there are no requests left") from None
        raise self._not_removed(key, f"the service answered with status {reply.status}")

    async def _remove_records(self, key: str) -> None:
        """Delete the records, for a service that does not delete an object that has some."""
        from ..probing.calls import delete_records, is_over, list_records, show_job
        from ..probing.scene import pick
        from ..probing.schedule import JOB_DELAYS

        listed = await self._send_removing(list_records(key))
        records = pick(listed.body, "custom_object_records")
        ids = [pick(record, "id") for record in records] if is_list(records) else []
        if not ids:
            return
        submitted = await self._send_removing(delete_records(key, ids))
        job_id = pick(submitted.body, "job_status", "id")
        for delay in JOB_DELAYS if isinstance(job_id, str) else ():
            await _runtime.sleep(delay)
            shown = await self._send_removing(show_job(job_id))
            if is_over(pick(shown.body, "job_statuses")):
                return

    def _not_removed(self, key: str, reason: str) -> ProbeError:
        return ProbeError(
            f"the object {key} could not be deleted: {reason}. It is noted in {self._path}: probe"
            " again to delete it, or delete it in the Admin Center"
        )
