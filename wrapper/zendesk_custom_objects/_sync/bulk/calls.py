# Generated from _async/bulk/calls.py by scripts/generate.py: do not edit.
"""Methods of the client that change many records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..._core.bulk.run_settings import RunSettings
from ...record import Record
from ..calls import Calls

if TYPE_CHECKING:
    import os

    from .. import _runtime
    from .run import BulkRun

Item: TypeAlias = "Mapping[str, Any] | Record[dict[str, Any]]"


class BulkCalls(Calls):
    """Changes to any number of records, from any iterable."""

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
    ) -> BulkRun:
        """Create records of the object `key`, in jobs of up to 100; a handful one by one.

        An item has the keywords of `create_record`: `{"name": "Anna", "berths": 4}`. Items are read
        as they are needed, checked like those of `create_record`, and sent within the account's
        limits; those that are refused do not stop the others. Iterate over the returned run, or
        call its `run`: nothing is sent before.

        An item with an external id, or of an object with unique names, is never created twice: if
        the response to a job is lost, such items are sent again as an upsert (a record that had the
        external id or name before is then updated instead of refused). Other items are never sent
        twice: their job is searched for among those of the account, and they are `unknown` if it is
        not found for certain.

        Args:
            external_ids: `"generated"` gives an external id to each item without one, so that the
                guarantee holds for all. They stay on the records.
            journal: A file that records what was sent, and the outcomes. After a crash the same
                call with the same items continues, and skips what is done.
            validate: `False` sends items unchecked; whether names are unique is not known then.
            stop_on_failure: Stop at the first item that fails: jobs in flight are still waited for,
                then `BulkFailed` is raised.
            timeout: Seconds without progress after which the items of a job are `unknown`, and
                after which the run ends if no job slot of the account becomes free.
        """
        if external_ids not in ("given", "generated"):
            raise ValueError(f'external_ids must be "given" or "generated", not {external_ids!r}')
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
    ) -> BulkRun:
        """Update records, each item with its `id`: `{"id": ..., "berths": 4}`. The rest stays.

        The arguments are those of `create_records`. Every item can be sent again without harm.
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
    ) -> BulkRun:
        """Update the records with these external ids or names, or create them.

        Each item is found by its external id if it has one, else by its name, or all as `by` says;
        by name only if names are unique. The other arguments are those of `create_records`. Every
        item can be sent again without harm.

        The status is `upserted` where the service does not say whether a record was created or
        updated; in a job it does not tell the id of the record either (see `Outcome.record_id`).
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
    ) -> BulkRun:
        """Delete the records with these ids or, with `by="external_id"`, external ids.

        The other arguments are those of `create_records`. Every item can be sent again without
        harm: a record that an earlier attempt has deleted is `deleted`.
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
    ) -> BulkRun:
        if isinstance(items, str | bytes | Mapping | Record):
            raise TypeError("expected an iterable of items, not one item: put it into a list")
        from .run import BulkRun  # most programs do without

        return BulkRun(self._sender, self._schemas, settings, items, journal)
