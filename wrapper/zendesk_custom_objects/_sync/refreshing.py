# Generated from _async/refreshing.py by scripts/generate.py: do not edit.
"""Exchanges refresh tokens, each of which can be used once, for access tokens."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from .._core import forking, token_requests
from ..auth.token_store import lockable
from ..errors import (
    APIError,
    AuthenticationError,
    OutcomeUnknown,
    ValidationError,
    ZendeskError,
)
from . import _runtime

if TYPE_CHECKING:
    from ..auth.credentials import RefreshToken
    from ..auth.token_store import TokenPair
    from .sender import Sender

STORE_POLL_SECONDS = (0.0, 0.5, 1.0)
"""Delays before each look into the store: another process can be about to save its pair."""


class Refreshing:
    """Exchanges one refresh token at a time, and loses none.

    A pair is saved before it is used. A pair that another process saved takes precedence. The store
    is locked from loading to saving, if it can be; then it also has a mark while a token is
    exchanged, which is found there by the next exchange if this process is killed.
    """

    def __init__(self, auth: RefreshToken, sender: Sender) -> None:
        self._auth = auth
        self._lockable = lockable(auth.store)
        self._sender = sender
        self._pair = auth.given()
        self._untried: TokenPair | None = self._pair
        self._unsaved: TokenPair | None = None
        self._lock = _runtime.Lock()
        forking.register(self)

    def after_fork(self) -> None:
        """Release the lock that an exchange in the parent process can hold."""
        self._lock = _runtime.Lock()

    def fetch(self, worn: token_requests.AccessToken | None) -> token_requests.AccessToken:
        """A token other than `worn`, which was refused or is about to expire.

        The exchange finishes even if the caller is cancelled or interrupted: its response has the
        only refresh token that can be used next.
        """
        return _runtime.to_the_end(partial(self._fetch, worn), self._sender.timeout)

    def finish(self) -> None:
        """Wait for an exchange whose caller does not wait any more, up to the timeout."""
        _runtime.wait_for_lock(self._lock, self._sender.timeout)

    def _fetch(self, worn: token_requests.AccessToken | None) -> token_requests.AccessToken:
        with self._lock:
            if self._lockable is None:
                return self._renew(worn)
            lock = self._lockable.lock(self._sender.timeout)
            try:
                _runtime.call(lock.__enter__)
            except TimeoutError as error:
                raise token_requests.locked(self._lockable, self._sender.timeout) from error
            try:
                return self._renew(worn)
            finally:
                _runtime.call(lock.__exit__, None, None, None)

    def _renew(self, worn: token_requests.AccessToken | None) -> token_requests.AccessToken:
        if self._unsaved is not None:
            return self._keep(self._unsaved)
        pair = self._load()
        if (token := token_requests.usable(pair, worn)) is not None:
            self._pair = pair
            return token
        given, self._untried = self._untried, None
        try:
            return self._exchange(pair, worn)
        except AuthenticationError as error:
            is_lost = isinstance(error.__cause__, OutcomeUnknown)
            if is_lost or given is None or given.refresh_token == pair.refresh_token:
                raise
        # The stored pair is invalid. The given one can be newer.
        return self._exchange(given, worn)

    def _load(self) -> TokenPair:
        store = self._auth.store
        stored = None if store is None else _runtime.call(store.load)
        return stored or self._pair

    def _exchange(
        self, pair: TokenPair, worn: token_requests.AccessToken | None
    ) -> token_requests.AccessToken:
        asked_at = time.time()
        sender = self._sender.using(secrets=(pair.refresh_token,))
        stored = self._mark(pair)
        try:
            response = sender.send(
                token_requests.refresh_request(self._auth, pair),
                lambda granted: token_requests.token_pair(granted, pair, asked_at=asked_at),
            )
        except OutcomeUnknown as error:
            if (token := self._of_another(pair, worn)) is not None:
                return token
            raise token_requests.lost(error) from error
        except ZendeskError as error:
            self._unmark(stored)
            if not isinstance(error, APIError | ValidationError):
                raise
            refused = token_requests.refused(
                error, "the refresh token", begun_at=stored.exchange_begun_at if stored else None
            )
            if refused is None:
                raise
            if (token := self._of_another(pair, worn)) is not None:
                return token
            raise refused from None
        self._unsaved = response.body
        return self._keep(response.body)

    def _mark(self, pair: TokenPair) -> TokenPair | None:
        """Note in the store that an exchange begins; returns what was stored.

        Only in a store that is locked: in others a newer pair of another process could be lost.
        """
        if self._lockable is None:
            return None
        stored = _runtime.call(self._lockable.load) or pair
        marked = msgspec.structs.replace(stored, exchange_begun_at=time.time())
        _runtime.call(self._lockable.save, marked)
        return stored

    def _unmark(self, stored: TokenPair | None) -> None:
        """Remove the note, as the token was not exchanged."""
        if self._lockable is None or stored is None:
            return
        # A program that knows no lock can have saved another pair.
        found = _runtime.call(self._lockable.load)
        if found is not None and found.refresh_token == stored.refresh_token:
            _runtime.call(self._lockable.save, stored)

    def _keep(self, pair: TokenPair) -> token_requests.AccessToken:
        """Save a new pair, and use it from now on. If saving fails, the next call tries again."""
        if self._auth.store is not None:
            _runtime.call(self._auth.store.save, pair)
        self._pair, self._unsaved = pair, None
        return token_requests.new_token(pair)

    def _of_another(
        self, pair: TokenPair, worn: token_requests.AccessToken | None
    ) -> token_requests.AccessToken | None:
        """The token that another process was granted in the meantime, if any."""
        for seconds in STORE_POLL_SECONDS if self._auth.store is not None else ():
            if seconds:
                _runtime.sleep(seconds)
            found = self._load()
            if found.refresh_token != pair.refresh_token:
                self._pair = found
                return token_requests.usable(found, worn)
        return None
