"""The account that a command talks to, and its credentials: never on the command line."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, NamedTuple, ParamSpec

import typer

from ..errors import ConfigurationError
from .failures import NoCredentials
from .output import note

if TYPE_CHECKING:
    from .. import Client
    from ..auth.credentials import Auth
    from ..hooks import WaitEvent

__all__ = [
    "Account",
    "Where",
    "connected",
    "draft_account",
    "find_account",
    "open_client",
    "with_connection",
]

P = ParamSpec("P")

SANDBOX_URL = "http://127.0.0.1:8787"
PANEL = "Connection"

HELP = """zco profiles add NAME --subdomain acme --client-id ID   (prompts for the secret)
  export ZENDESK_SUBDOMAIN, ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET
  zco sandbox serve in another terminal, and --sandbox here   (to try it out)"""


class Where(NamedTuple):
    """The options that name the account."""

    profile: str | None = None
    subdomain: str | None = None
    base_url: str | None = None
    sandbox: bool = False


class Account(NamedTuple):
    """The arguments of a client."""

    subdomain: str | None
    base_url: str | None
    auth: "Auth | None"
    """`None` only if nothing is sent."""


def find_account(where: Where) -> Account:
    """The account: of the command line, else of the environment, else of a profile.

    In full: `--sandbox`; `--profile`; `--subdomain` or `--base-url`, with the credentials of the
    environment; ZCO_PROFILE; ZENDESK_SUBDOMAIN or ZENDESK_BASE_URL, with the credentials of the
    environment; the profile `default`, or the only one.

    Credentials of a profile go to its own account only.
    """
    from ..auth import environment

    if where.profile and (where.subdomain or where.base_url or where.sandbox):
        raise typer.BadParameter(
            "cannot be combined with --subdomain, --base-url or --sandbox",
            param_hint="--profile",
        )
    if where.subdomain and (where.base_url or where.sandbox):
        raise typer.BadParameter(
            "cannot be combined with --base-url or --sandbox", param_hint="--subdomain"
        )
    if where.sandbox:
        return _sandbox(where.base_url or SANDBOX_URL)
    if where.subdomain or where.base_url:
        return Account(where.subdomain, where.base_url, _credentials())
    if name := where.profile or os.environ.get("ZCO_PROFILE"):
        return _of_profile(name)
    if any(os.environ.get(name) for name in environment.ADDRESS):
        return Account(*environment.address(), _credentials())
    return _of_profile(None)


@contextmanager
def open_client(where: Where) -> "Generator[Client]":
    """A client of the account, which says on stderr when it waits for a second or longer."""
    from .. import Client, Hooks

    subdomain, base_url, auth = find_account(where)
    if auth is None:
        raise NoCredentials("no credentials")
    with Client(subdomain, base_url=base_url, auth=auth, hooks=Hooks(on_wait=_waits)) as client:
        yield client


def draft_account(where: Where) -> Account | None:
    """The account as far as it is known, for a request that is only shown."""
    from ..auth import environment

    try:
        return find_account(where)
    except NoCredentials:
        if where.subdomain or where.base_url:
            return Account(where.subdomain, where.base_url, None)
        if any(os.environ.get(name) for name in environment.ADDRESS):
            return Account(*environment.address(), None)
        return None


def connected(command: "Callable[Concatenate[Client, P], None]") -> Callable[..., None]:
    """The command with the options that name the account; its first argument is a client."""

    @wraps(command)
    def run(where: Where, **arguments: Any) -> None:
        call: Callable[..., None] = command
        with open_client(where) as zendesk:
            call(zendesk, **arguments)

    return with_connection(run)


def with_connection(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a command whose first argument is a `Where`."""

    @wraps(command)
    def run(
        profile: str | None,
        subdomain: str | None,
        base_url: str | None,
        sandbox: bool,
        **arguments: Any,
    ) -> None:
        command(Where(profile, subdomain, base_url, sandbox), **arguments)

    _, *own = signature(command).parameters.values()
    parameters = [
        parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in (*own, *CONNECTION)
    ]
    # Typer reads these.
    changed: Any = run
    changed.__signature__ = Signature(parameters)
    changed.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _option(name: str, kind: Any, default: Any, text: str, **more: Any) -> Parameter:
    declared = typer.Option(f"--{name.replace('_', '-')}", help=text, rich_help_panel=PANEL, **more)
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, declared]
    )


def complete_profile(incomplete: str) -> list[str]:
    """Profile names for the completion of the shell."""
    from . import profile_file

    try:
        names = profile_file.load()
    except ConfigurationError:
        return []
    # The shell shows what it is offered as it is.
    return [name for name in names if name.startswith(incomplete) and name.isprintable()]


CONNECTION = [
    _option(
        "profile",
        str | None,
        None,
        "A profile of `zco profiles list`; default: the variable ZCO_PROFILE.",
        autocompletion=complete_profile,
    ),
    _option(
        "subdomain",
        str | None,
        None,
        "Subdomain of the account; default: the variable ZENDESK_SUBDOMAIN.",
    ),
    _option(
        "base_url",
        str | None,
        None,
        "Address instead of a subdomain; default: the variable ZENDESK_BASE_URL.",
    ),
    _option("sandbox", bool, False, f"Use the sandbox of `zco sandbox serve`, at {SANDBOX_URL}."),
]


def _credentials() -> "Auth":
    from ..auth import environment

    try:
        return environment.credentials()
    except ConfigurationError as error:
        raise NoCredentials(error.message) from None


def _sandbox(base_url: str) -> Account:
    """The sandbox with its admin, whose token is not a secret."""
    from .._core.address import is_loopback
    from ..auth.credentials import ApiToken

    if not is_loopback(base_url):
        raise typer.BadParameter(
            f"--sandbox is for a sandbox on this machine, not {base_url}", param_hint="--base-url"
        )
    return Account(None, base_url, ApiToken("admin@example.com", "sandbox"))


def _of_profile(name: str | None) -> Account:
    from . import profile_file

    profiles = profile_file.load()
    if name is None:
        name = profile_file.default_name(profiles)
        if name is None and profiles:
            raise NoCredentials(
                f"there are several profiles: choose one of {', '.join(sorted(profiles))} with"
                " --profile or ZCO_PROFILE"
            )
        if name is None:
            raise NoCredentials(
                f"no account and no credentials. Three ways to give them:\n  {HELP}"
            )
    if name not in profiles:
        known = ", ".join(sorted(profiles)) or "none"
        raise ConfigurationError(
            f"there is no profile {name!r} in {profile_file.path()}, only: {known}"
        )
    profile = profiles[name]
    return Account(profile.subdomain, profile.base_url, profile.auth())


def _waits(event: "WaitEvent") -> None:
    if event.seconds >= 1:
        note(f"The rate limit is used up: waiting {event.seconds:.0f} s ...")
