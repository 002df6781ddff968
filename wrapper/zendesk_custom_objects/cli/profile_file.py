"""Profiles: accounts and credentials in a file that only its owner can read."""

import os
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import tomli_w
import typer

from .._core import address
from ..auth import environment
from ..auth.credentials import Auth
from ..durable import atomic_file
from ..errors import ConfigurationError

__all__ = ["KINDS", "Profile", "default_name", "load", "path", "save"]

KINDS: dict[tuple[str, ...], Callable[..., Auth]] = {
    tuple(name.removeprefix("ZENDESK_").lower() for name in names): kind
    for names, kind in environment.KINDS.items()
}
"""The credentials that a profile can hold, by the names of their parts."""


class Profile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One account, and one set of credentials for it."""

    subdomain: str | None = None
    base_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    oauth_token: str | None = None
    email: str | None = None
    api_token: str | None = None

    def __repr__(self) -> str:
        return f"<Profile of {self.account}>"

    @property
    def account(self) -> str:
        return self.subdomain or self.base_url or ""

    @property
    def user(self) -> str:
        """The name of who signs in; never a secret."""
        return self.client_id or self.email or "an access token"

    def check(self) -> None:
        """Raise `ConfigurationError` if no client can be made of it."""
        address.origin(self.subdomain, self.base_url)
        self.auth()

    def auth(self) -> Auth:
        given = {name for names in KINDS for name in names if getattr(self, name) is not None}
        for names, kind in KINDS.items():
            if given == set(names):
                return kind(*(getattr(self, name) for name in names))
        choices = "; or ".join(" with ".join(names) for names in KINDS)
        raise ConfigurationError(f"a profile must have exactly one of: {choices}")


Profiles: TypeAlias = dict[str, Profile]


def path() -> Path:
    """The file of the profiles."""
    return Path(typer.get_app_dir("zco")) / "profiles.toml"


def load() -> Profiles:
    """All profiles; none if there is no file.

    Raises `ConfigurationError` if others can read it, or it is damaged. Messages quote names only,
    never values.
    """
    file = path()
    try:
        with file.open("rb") as opened:
            _require_private(file, os.fstat(opened.fileno()).st_mode)
            content: Any = tomllib.load(opened)
    except FileNotFoundError:
        return {}
    except ConfigurationError:
        raise
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise ConfigurationError(
            f"{file} is not TOML: mend it, or remove it and add the profiles again"
        ) from None
    return {name: _profile(file, name, values) for name, values in content.items()}


def save(profiles: Profiles) -> None:
    """Replace the file; `ConfigurationError` if that fails."""
    file = path()
    content = {name: msgspec.to_builtins(profile) for name, profile in profiles.items()}
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_file.replace(file, tomli_w.dumps(content).encode())
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written: {error.strerror}") from error


def default_name(profiles: Profiles) -> str | None:
    """The profile to use where none is named: `default`, or the only one."""
    if "default" in profiles:
        return "default"
    return next(iter(profiles)) if len(profiles) == 1 else None


def _require_private(file: Path, mode: int) -> None:
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigurationError(
            f"{file} holds secrets, and other users can read it: run chmod 600 {file}, and replace"
            " the secrets"
        )


def _profile(file: Path, name: str, values: Any) -> Profile:
    known = set(Profile.__struct_fields__)
    if not isinstance(values, dict) or not values.keys() <= known:
        raise ConfigurationError(
            f"{file}: [{name}] must be a table with no keys but {', '.join(sorted(known))}"
        )
    try:
        profile = msgspec.convert(values, Profile)
        profile.check()
    except msgspec.ValidationError:
        raise ConfigurationError(f"{file}: [{name}] has a value that is not text") from None
    except ConfigurationError as error:
        raise ConfigurationError(f"{file}: [{name}]: {error}") from None
    return profile
