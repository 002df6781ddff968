"""Sources of the account and its credentials, and secrets that stay private."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import SECRET, Zco
from zendesk_custom_objects import (
    ApiToken,
    BearerToken,
    ClientCredentials,
    ConfigurationError,
    Sandbox,
)
from zendesk_custom_objects.cli import profile_file
from zendesk_custom_objects.cli.connection import Account, Where, find_account

TOKEN = "geheim-geheim-geheim"
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="no such permissions elsewhere")


@pytest.fixture
def profiles(home: Path) -> Path:
    """Two profiles; returns their file."""
    profile_file.save(
        {
            "work": profile_file.Profile(subdomain="acme", client_id="sync", client_secret=TOKEN),
            "play": profile_file.Profile(
                base_url="http://127.0.0.1:9", email="anna@acme.example", api_token=TOKEN
            ),
        }
    )
    return profile_file.path()


WORK = Account("acme", None, ClientCredentials("sync", TOKEN))
PLAY = Account(None, "http://127.0.0.1:9", ApiToken("anna@acme.example", TOKEN))
BEARER = BearerToken("from-the-environment")


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("where", "environment", "found"),
    [
        (Where(profile="work"), {"ZCO_PROFILE": "play"}, WORK),
        (Where(), {"ZCO_PROFILE": "play", "ZENDESK_SUBDOMAIN": "env"}, PLAY),
        (Where(), {"ZENDESK_SUBDOMAIN": "env"}, Account("env", None, BEARER)),
        (Where(subdomain="flag"), {"ZCO_PROFILE": "play"}, Account("flag", None, BEARER)),
        (
            Where(base_url="https://flag.example"),
            {"ZENDESK_SUBDOMAIN": "env"},
            Account(None, "https://flag.example", BEARER),
        ),
        (
            Where(sandbox=True),
            {"ZCO_PROFILE": "play", "ZENDESK_SUBDOMAIN": "env"},
            Account(None, "http://127.0.0.1:8787", ApiToken("admin@example.com", SECRET)),
        ),
        (
            Where(sandbox=True, base_url="http://localhost:1"),
            {},
            Account(None, "http://localhost:1", ApiToken("admin@example.com", SECRET)),
        ),
    ],
)
def test_options_take_precedence_over_profiles_and_environment(
    where: Where, environment: dict[str, str], found: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENDESK_OAUTH_TOKEN", "from-the-environment")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_account(where) == found


@pytest.mark.usefixtures("profiles")
def test_the_only_profile_is_the_default(zco: Zco) -> None:
    assert zco("objects", "list").code == 4
    assert "choose one of play, work" in zco("objects", "list").err
    assert zco("profiles", "remove", "work", "-y").code == 0
    assert find_account(Where()) == PLAY


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 4, "Three ways to give them"),
        (["--profile", "nope"], 2, "no profile 'nope'"),
        (["--profile", "work", "--subdomain", "acme"], 2, "cannot be combined"),
        (["--subdomain", "acme", "--base-url", "https://acme.example"], 2, "cannot be combined"),
        (["--subdomain", "acme"], 4, "no credentials"),
        (["--subdomain", "acme.evil.example/"], 4, "no credentials"),
        (["--sandbox", "--base-url", "https://evil.example"], 2, "on this machine"),
        (["--sandbox", "--base-url", "http://127.0.0.1@evil.example"], 2, "on this machine"),
    ],
)
def test_a_contradictory_or_incomplete_connection_is_refused(
    zco: Zco, arguments: list[str], code: int, message: str
) -> None:
    result = zco("objects", "list", *arguments)
    assert (result.code, result.out) == (code, "")
    assert message in " ".join(result.err.split())


def test_an_invalid_subdomain_is_refused_without_showing_the_token(
    zco: Zco, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENDESK_OAUTH_TOKEN", TOKEN)
    result = zco("objects", "list", "--subdomain", "evil.example/")
    assert (result.code, TOKEN in result.err) == (2, False)


def test_a_profile_is_used_to_connect(zco: Zco, url: str) -> None:
    added = zco(
        "profiles", "add", "box", "--base-url", url, "--email", "admin@example.com",
        stdin=f"{SECRET}\n",
    )  # fmt: skip
    assert (added.code, added.out) == (0, "")
    assert zco("objects", "list", "--profile", "box").code == 0
    assert zco("objects", "list").code == 0


@pytest.mark.parametrize(
    ("options", "auth"),
    [
        (["--client-id", "sync"], ClientCredentials("sync", TOKEN)),
        (["--oauth-token"], BearerToken(TOKEN)),
        (["--email", "anna@acme.example"], ApiToken("anna@acme.example", TOKEN)),
    ],
)
def test_each_kind_of_credentials_can_be_stored(zco: Zco, options: list[str], auth: object) -> None:
    added = zco(
        "profiles", "add", "acme", "--subdomain", "acme", "--no-check", *options,
        stdin=f"{TOKEN}\n",
    )  # fmt: skip
    assert added.code == 0
    assert find_account(Where()) == Account("acme", None, auth)  # type: ignore[arg-type]
    listed = zco("profiles", "list", "--json")
    assert listed.json[0]["account"] == "acme"
    shown = added.out + added.err + listed.out + zco("profiles", "list").out
    assert TOKEN not in shown + repr(profile_file.load())


def test_the_user_of_the_credentials_is_shown(zco: Zco, account: None) -> None:
    shown = zco("whoami")
    assert (shown.code, shown.err) == (0, "")
    assert {"admin@example.com", "Sandbox Admin", "admin"} <= set(re.split(r"\s{2,}|\n", shown.out))
    (user,) = zco("whoami", "--json").json
    assert (user["id"], user["email"]) == (4_300_000_001, "admin@example.com")


def test_refused_credentials_are_not_saved(zco: Zco, url: str) -> None:
    arguments = ["profiles", "add", "box", "--base-url", url, "--email", "admin@example.com"]
    result = zco(*arguments, stdin=f"{TOKEN}\n")
    assert (result.code, result.out) == (4, "")
    assert "Not saved" in result.err
    assert TOKEN not in result.err
    assert not profile_file.path().exists()
    assert zco(*arguments, "--no-check", stdin=f"{TOKEN}\n").code == 0
    assert "box" in profile_file.load()
    assert zco("whoami").code == 4


def test_credentials_that_cannot_be_tested_are_saved_with_a_warning(
    zco: Zco, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zendesk_custom_objects._sync._runtime.sleep", lambda seconds: None)
    result = zco(
        "profiles", "add", "box", "--base-url", "http://127.0.0.1:1", "--oauth-token",
        stdin=f"{TOKEN}\n",
    )  # fmt: skip
    assert result.code == 0
    assert "Warning: the credentials could not be tested" in result.err
    assert profile_file.load()["box"].oauth_token == TOKEN


def test_a_token_without_permission_to_read_its_user_is_saved(
    zco: Zco, url: str, sandbox: Sandbox
) -> None:
    sandbox.faults.add(operation="ShowCurrentUser", status=403)
    result = zco("profiles", "add", "box", "--base-url", url, "--oauth-token", stdin=f"{SECRET}\n")
    assert result.code == 0
    assert "Warning" in result.err


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["work", "--subdomain", "x", "--oauth-token"], TOKEN, "--replace"),
        (["new", "--subdomain", "x"], TOKEN, "one of --client-id"),
        (["new", "--subdomain", "x", "--oauth-token", "--email", "a@b.example"], TOKEN, "one of"),
        (["new", "--oauth-token"], TOKEN, "subdomain"),
        (["new", "--subdomain", "a.b", "--oauth-token"], TOKEN, "not a subdomain"),
        (["new", "--subdomain", "x", "--oauth-token"], "", "the token is empty"),
        (["new", "--subdomain", "x", "--oauth-token"], f" {TOKEN}", "white space"),
    ],
)
def test_an_invalid_profile_is_refused(
    zco: Zco, arguments: list[str], stdin: str, message: str
) -> None:
    before = profile_file.path().read_bytes()
    result = zco("profiles", "add", *arguments, stdin=stdin)
    assert result.code == 2
    assert message in result.err
    assert TOKEN not in result.err
    assert profile_file.path().read_bytes() == before


def test_names_and_secrets_with_any_characters_are_stored(home: Path) -> None:
    secret = "a\"b\\c'd#e=f[g]é🛥"
    kept = {
        name: profile_file.Profile(subdomain="acme", oauth_token=f"x{count}")
        for count, name in enumerate(("plain", "a.b", "with space", 'quo"ted', "é🛥"))
    } | {"secret": profile_file.Profile(subdomain="acme", client_id="é", client_secret=secret)}
    profile_file.save(kept)
    assert profile_file.load() == kept


@POSIX_ONLY
def test_the_file_of_profiles_is_private(profiles: Path, zco: Zco) -> None:
    assert stat.S_IMODE(profiles.stat().st_mode) == 0o600
    assert stat.S_IMODE(profiles.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in profiles.parent.iterdir()] == [profiles.name]
    for mode in (0o640, 0o604, 0o622):
        profiles.chmod(mode)
        result = zco("objects", "list", "--profile", "work")
        assert result.code == 2
        assert "chmod 600" in result.err
        assert zco("profiles", "list").code == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[work", "is not TOML"),
        (f"work = '{TOKEN}'", "[work]"),
        (
            f"[work]\nsubdomain = 'acme'\npassword = '{TOKEN}'",
            "[work] must be a table with no keys but",
        ),
        ("[work]\nsubdomain = 'acme'\noauth_token = 7", "is not text"),
        (f"[work]\nsubdomain = 'acme'\nclient_id = '{TOKEN}'", "a profile must have"),
        (f"[work]\noauth_token = '{TOKEN}'", "subdomain"),
    ],
)
def test_an_invalid_file_of_profiles_is_refused(home: Path, content: str, message: str) -> None:
    profile_file.path().parent.mkdir(parents=True)
    profile_file.path().write_text(content)
    profile_file.path().chmod(0o600)
    with pytest.raises(ConfigurationError) as raised:
        profile_file.load()
    assert message in str(raised.value)
    assert TOKEN not in str(raised.value)
