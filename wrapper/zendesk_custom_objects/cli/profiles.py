"""`zco profiles`."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import AuthenticationError, ZendeskError
from .output import Json, Yes, confirm, note, show_all

if TYPE_CHECKING:
    from .profile_file import Profile

__all__ = ["profiles"]

TEST_SECONDS = 15.0
"""Patience for the test of credentials, as somebody waits for it."""

profiles = typer.Typer(
    no_args_is_help=True, help="Accounts and credentials, in a file that only you can read."
)


@profiles.command("add")
def add_profile(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Name of the profile; one called default needs no --profile."
        ),
    ],
    subdomain: Annotated[str | None, typer.Option(help="Subdomain of the account.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Address instead of a subdomain.")] = None,
    client_id: Annotated[
        str | None, typer.Option(help="Id of an OAuth client; prompts for its secret.")
    ] = None,
    oauth_token: Annotated[
        bool, typer.Option("--oauth-token", help="Sign in with an access token; prompts for it.")
    ] = False,
    email: Annotated[
        str | None, typer.Option(help="Email of an agent; prompts for the API token.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a profile of this name.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Test the credentials before saving them.")
    ] = True,
) -> None:
    """Save an account with its credentials, after a test of them.

    Credentials that the service refuses are not saved. The secret is read from the terminal without
    showing it, or from stdin: never from an argument, which other users could see and the shell
    would remember.
    """
    from . import profile_file

    known = profile_file.load()
    if name in known and not replace:
        raise typer.BadParameter(f"a profile {name} exists already: add --replace to replace it")
    if sum((client_id is not None, oauth_token, email is not None)) != 1:
        raise typer.BadParameter("add exactly one of --client-id, --oauth-token and --email")
    if client_id is not None:
        signs_in = {"client_id": client_id, "client_secret": _secret("Client secret")}
    elif email is not None:
        signs_in = {"email": email, "api_token": _secret("API token")}
    else:
        signs_in = {"oauth_token": _secret("Access token")}
    profile = profile_file.Profile(subdomain=subdomain, base_url=base_url, **signs_in)
    profile.check()
    if check:
        _test(profile)
    profile_file.save({**known, name: profile})
    note(f"Saved {name} in {profile_file.path()}.")


@profiles.command("list")
def list_profiles(as_json: Json = False) -> None:
    """List the profiles, without their secrets."""
    from . import profile_file

    known = profile_file.load()
    unasked = profile_file.default_name(known)
    rows = [
        {
            "name": name,
            "account": profile.account,
            "signs_in_as": profile.user,
            "is_default": name == unasked,
        }
        for name, profile in known.items()
    ]
    show_all(lambda limit: rows, lambda row: row, as_json=as_json)


@profiles.command("remove")
def remove_profile(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the profile.")],
    yes: Yes = False,
) -> None:
    """Remove an account and its credentials. They stay valid: revoke them at the service."""
    from . import profile_file

    known = profile_file.load()
    if name not in known:
        raise typer.BadParameter(
            f"there is no profile {name}: zco profiles list shows those there are"
        )
    confirm(f"Remove the profile {name}?", yes)
    profile_file.save({other: profile for other, profile in known.items() if other != name})
    note(f"Removed {name}.")


def _test(profile: "Profile") -> None:
    """Send a request with the credentials; raises `AuthenticationError` if they are refused."""
    from .. import Client

    try:
        with Client(
            profile.subdomain,
            base_url=profile.base_url,
            auth=profile.auth(),
            timeout=TEST_SECONDS,
            retry_budget=TEST_SECONDS,
            retries=1,
        ) as zendesk:
            user = zendesk.whoami()
    except AuthenticationError:
        note("Not saved: the service refuses these credentials (--no-check saves them anyway).")
        raise
    except ZendeskError as error:
        note(f"Warning: the credentials could not be tested ({error}).")
    else:
        note(f"The credentials are those of {user.name or user.email or user.id}.")


def _secret(what: str) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
