"""The Python SDK for the Zendesk Custom Objects API.

`Client` and `AsyncClient` have a method for each common task; `api` builds a typed request for
every operation of the API, for their method `send`. Names are loaded on first use, so that
importing the package is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._async.bulk.run import AsyncBulkRun as AsyncBulkRun
    from ._async.client import AsyncClient as AsyncClient
    from ._async.listing import AsyncListing as AsyncListing
    from ._async.record_listing import AsyncRecordListing as AsyncRecordListing
    from ._core.http_adapter import AsyncHTTPClient as AsyncHTTPClient
    from ._core.http_adapter import HTTPClient as HTTPClient
    from ._core.pace import Pace as Pace
    from ._core.paging import Page as Page
    from ._generated import File as File
    from ._generated import Request as Request
    from ._generated import api as api
    from ._generated import models as models
    from ._http import aiohttp_client as aiohttp_client
    from ._sync.bulk.run import BulkRun as BulkRun
    from ._sync.client import Client as Client
    from ._sync.listing import Listing as Listing
    from ._sync.record_listing import RecordListing as RecordListing
    from ._version import __version__ as __version__
    from .auth import ApiToken as ApiToken
    from .auth import Auth as Auth
    from .auth import BearerToken as BearerToken
    from .auth import ClientCredentials as ClientCredentials
    from .auth import RefreshToken as RefreshToken
    from .auth.token_file import FileTokenStore as FileTokenStore
    from .auth.token_store import TokenPair as TokenPair
    from .auth.token_store import TokenStore as TokenStore
    from .bulk import BulkReport as BulkReport
    from .bulk import Outcome as Outcome
    from .deleted_record import DeletedRecord as DeletedRecord
    from .errors import APIError as APIError
    from .errors import AuthenticationError as AuthenticationError
    from .errors import BadRequestError as BadRequestError
    from .errors import BulkFailed as BulkFailed
    from .errors import CheckpointError as CheckpointError
    from .errors import ConfigurationError as ConfigurationError
    from .errors import ConflictError as ConflictError
    from .errors import ConnectionFailed as ConnectionFailed
    from .errors import CursorExpired as CursorExpired
    from .errors import FileError as FileError
    from .errors import JobTimeout as JobTimeout
    from .errors import JournalError as JournalError
    from .errors import NotEmulatedError as NotEmulatedError
    from .errors import NotFoundError as NotFoundError
    from .errors import OutcomeUnknown as OutcomeUnknown
    from .errors import PayloadTooLargeError as PayloadTooLargeError
    from .errors import PermissionDeniedError as PermissionDeniedError
    from .errors import ProbeError as ProbeError
    from .errors import RateLimitError as RateLimitError
    from .errors import RequestTimeout as RequestTimeout
    from .errors import SearchLimitReached as SearchLimitReached
    from .errors import ServerError as ServerError
    from .errors import TooManyJobsError as TooManyJobsError
    from .errors import UnexpectedResponse as UnexpectedResponse
    from .errors import ValidationError as ValidationError
    from .errors import ZendeskError as ZendeskError
    from .filters import F as F
    from .filters import Filter as Filter
    from .hooks import Hooks as Hooks
    from .hooks import RequestEvent as RequestEvent
    from .hooks import ResponseEvent as ResponseEvent
    from .hooks import RetryEvent as RetryEvent
    from .hooks import WaitEvent as WaitEvent
    from .prepared import PreparedRequest as PreparedRequest
    from .record import Record as Record
    from .response import Response as Response
    from .rules.violations import Violation as Violation
    from .sandbox import Sandbox as Sandbox
    from .unset import UNSET as UNSET
    from .unset import Unset as Unset
else:
    # Hidden from type checkers, so that they still report a misspelt name.
    _MODULES = {
        "Client": "_sync.client",
        "AsyncClient": "_async.client",
        "BulkRun": "_sync.bulk.run",
        "AsyncBulkRun": "_async.bulk.run",
        "BulkReport": "bulk",
        "Outcome": "bulk",
        "Listing": "_sync.listing",
        "AsyncListing": "_async.listing",
        "RecordListing": "_sync.record_listing",
        "AsyncRecordListing": "_async.record_listing",
        "HTTPClient": "_core.http_adapter",
        "AsyncHTTPClient": "_core.http_adapter",
        "aiohttp_client": "_http",
        "Pace": "_core.pace",
        "Page": "_core.paging",
        "api": "_generated",
        "models": "_generated",
        "__version__": "_version",
        "File": "_generated",
        "Request": "_generated",
        "ApiToken": "auth",
        "Auth": "auth",
        "BearerToken": "auth",
        "ClientCredentials": "auth",
        "RefreshToken": "auth",
        "DeletedRecord": "deleted_record",
        "FileTokenStore": "auth.token_file",
        "TokenPair": "auth.token_store",
        "TokenStore": "auth.token_store",
        "F": "filters",
        "Filter": "filters",
        "Hooks": "hooks",
        "RequestEvent": "hooks",
        "ResponseEvent": "hooks",
        "RetryEvent": "hooks",
        "WaitEvent": "hooks",
        "PreparedRequest": "prepared",
        "Record": "record",
        "Response": "response",
        "Sandbox": "sandbox",
        "UNSET": "unset",
        "Unset": "unset",
        "Violation": "rules.violations",
    }

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES.get(name, 'errors')}", __name__), name)
        globals()[name] = value
        return value


__all__ = [
    "UNSET",
    "APIError",
    "ApiToken",
    "AsyncBulkRun",
    "AsyncClient",
    "AsyncHTTPClient",
    "AsyncListing",
    "AsyncRecordListing",
    "Auth",
    "AuthenticationError",
    "BadRequestError",
    "BearerToken",
    "BulkFailed",
    "BulkReport",
    "BulkRun",
    "CheckpointError",
    "Client",
    "ClientCredentials",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailed",
    "CursorExpired",
    "DeletedRecord",
    "F",
    "File",
    "FileError",
    "FileTokenStore",
    "Filter",
    "HTTPClient",
    "Hooks",
    "JobTimeout",
    "JournalError",
    "Listing",
    "NotEmulatedError",
    "NotFoundError",
    "Outcome",
    "OutcomeUnknown",
    "Pace",
    "Page",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "PreparedRequest",
    "ProbeError",
    "RateLimitError",
    "Record",
    "RecordListing",
    "RefreshToken",
    "Request",
    "RequestEvent",
    "RequestTimeout",
    "Response",
    "ResponseEvent",
    "RetryEvent",
    "Sandbox",
    "SearchLimitReached",
    "ServerError",
    "TokenPair",
    "TokenStore",
    "TooManyJobsError",
    "UnexpectedResponse",
    "Unset",
    "ValidationError",
    "Violation",
    "WaitEvent",
    "ZendeskError",
    "__version__",
    "aiohttp_client",
    "api",
    "models",
]


def __dir__() -> list[str]:
    return __all__
