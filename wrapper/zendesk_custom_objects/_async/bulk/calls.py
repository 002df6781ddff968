"""The client's methods for many records at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..._core.bulk.run_settings import RunSettings
from ...record import Record
from ..calls import Calls

if TYPE_CHECKING:
    import os

    from .. import _runtime
    from .run import AsyncBulkRun

Item: TypeAlias = "Mapping[str, Any] | Record[dict[str, Any]]"


class BulkCalls(Calls):
    """Any number of records, from any iterable."""

    def create_records(
        self,
        key: str,
        items: _runtime.Items[Item],
        /,
        *,
        external_ids: Literal["given", "generated"] = "given",
        journal: str | os.PathLike[str] | None = None,
        validate: bool = True,
        stop_on_failure: bool = False,
        timeout: float = 600.0,
    ) -> AsyncBulkRun:
        """Create records of the object `key`, in jobs of up to 100; a handful one by one.

        An item has what `create_record` takes as keywords: `{"name": "Anna", "berths": 4}`. Items
        are read as they are needed, checked like those of `create_record`, and sent within the
        account's limits; those that are refused do not stop the others. The run that this gives has
        to be iterated over or `run`.

        No item with an external id, or of an object with unique names, is ever there twice: if the
        answer to a job is lost, these items are sent once more as an upsert (a record that had the
        external id or name before is then updated instead of refused). Other items are never sent
        twice: the job is looked for among the account's, and if it cannot be told, they are
        `unknown`.

        Args:
            external_ids: `"generated"` gives an external id to each item without one, so that the
                guarantee holds for all. They stay on the records.
            journal: A file that keeps what was sent and what came of it. After a crash the same
                call with the same items continues, and skips what is done.
            validate: `False` sends items unchecked; that names are unique is not known then.
            stop_on_failure: End with the first item that fails: what is under way is still waited
                for, then `BulkFailed` is raised.
            timeout: Seconds that a job may stand still before its items are taken for `unknown`.
        """
        if external_ids not in ("given", "generated"):
            raise ValueError(f'external_ids are "given" or "generated", not {external_ids!r}')
        settings = RunSettings(
            method="create",
            key=key,
            generates_external_ids=external_ids == "generated",
            validate=validate,
            stop_on_failure=stop_on_failure,
            timeout=timeout,
        )
        return self._run(settings, items, journal)

    def update_records(
        self,
        key: str,
        items: _runtime.Items[Item],
        /,
        *,
        journal: str | os.PathLike[str] | None = None,
        validate: bool = True,
        stop_on_failure: bool = False,
        timeout: float = 600.0,
    ) -> AsyncBulkRun:
        """Change what is given of many records, each with its `id`: `{"id": ..., "berths": 4}`.

        The rest is as in `create_records`, but that every item can be sent again.
        """
        settings = RunSettings(
            method="update",
            key=key,
            validate=validate,
            stop_on_failure=stop_on_failure,
            timeout=timeout,
        )
        return self._run(settings, items, journal)

    def upsert_records(
        self,
        key: str,
        items: _runtime.Items[Item],
        /,
        *,
        by: Literal["external_id", "name"] | None = None,
        journal: str | os.PathLike[str] | None = None,
        validate: bool = True,
        stop_on_failure: bool = False,
        timeout: float = 600.0,
    ) -> AsyncBulkRun:
        """Update the records with these external ids or names, or create them.

        Each goes by its external id if it has one, else by its name, or all as `by` says; by the
        name only where names are unique. The rest is as in `create_records`, but that every item
        can be sent again. Where the service does not say whether a record was created, its times
        tell if it was sent alone; in a job it is `updated`.
        """
        settings = RunSettings(
            method="upsert",
            key=key,
            by=by,
            validate=validate,
            stop_on_failure=stop_on_failure,
            timeout=timeout,
        )
        return self._run(settings, items, journal)

    def delete_records(
        self,
        key: str,
        ids: _runtime.Items[str | Record[Any]],
        /,
        *,
        by: Literal["id", "external_id"] = "id",
        journal: str | os.PathLike[str] | None = None,
        stop_on_failure: bool = False,
        timeout: float = 600.0,
    ) -> AsyncBulkRun:
        """Delete the records with these ids or, as `by` says, these external ids.

        The rest is as in `create_records`, but that every item can be sent again.
        """
        settings = RunSettings(
            method="delete", key=key, by=by, stop_on_failure=stop_on_failure, timeout=timeout
        )
        return self._run(settings, ids, journal)

    def _run(
        self,
        settings: RunSettings,
        items: _runtime.Items[Any],
        journal: str | os.PathLike[str] | None,
    ) -> AsyncBulkRun:
        if isinstance(items, str | bytes | Mapping | Record):
            raise TypeError("expected an iterable of items, not one item: put it into a list")
        from .run import AsyncBulkRun  # most programs do without

        return AsyncBulkRun(self._sender, self._schemas, settings, items, journal)
