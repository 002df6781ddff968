"""`zco sandbox`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..sandbox import Sandbox

__all__ = ["sandbox"]

sandbox = typer.Typer(no_args_is_help=True, help="The emulated service.")


@sandbox.callback()
def _group() -> None:
    pass


@sandbox.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free port.")] = 8787,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    db: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help="Keep the data in this file. A file of the same name with -journal belongs to it.",
        ),
    ] = None,
    plan: Annotated[
        str, typer.Option(help="The plan whose limits apply, such as suite_team or enterprise.")
    ] = "sandbox",
    requests_per_minute: Annotated[
        int | None, typer.Option(min=1, help="Rate limit, instead of the plan's.")
    ] = None,
    variant: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="Behaviour where it is not known what the service does, such as dates=date. "
            "Repeatable. `--variant list` prints what there is.",
        ),
    ] = None,
    seed: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Begin with the objects and records in this JSON file: "
            "a body of POST /_sandbox/seed.",
        ),
    ] = None,
    clock: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Stop the clock at this time, such as 2026-01-31T10:00:00Z, or seconds since "
            "1970. POST /_sandbox/clock moves it.",
        ),
    ] = None,
    keep_bodies: Annotated[
        bool,
        typer.Option("--keep-bodies", help="Let GET /_sandbox/requests show the bodies, too."),
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name of this machine under which /_sandbox can be used, besides localhost and "
            "IP addresses. Repeatable.",
        ),
    ] = None,
    variants: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Play the account of this report of `zco probe`; --variant goes before it.",
        ),
    ] = None,
) -> None:
    """Serve the emulated service until interrupted, for clients in any language.

    Under /_sandbox it can be controlled over HTTP: faults, responses, clock, data, variants, and
    the log of requests. From other machines that needs an admin's credentials.
    """
    from ..sandbox import Clock, Sandbox
    from ..sandbox.plans import plan_named
    from ..sandbox.server import serve as serve_sandbox
    from ..sandbox.variants import Variants, load_variants, parse_variants

    if variant == ["list"]:
        _print_variants()
        return
    try:
        limits = plan_named(plan)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--plan") from None
    try:
        probed = load_variants(variants) if variants else Variants()
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="--variants") from None
    try:
        played = parse_variants(variant or (), default=probed)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--variant") from None
    with Sandbox(
        db,
        plan=limits,
        requests_per_minute=requests_per_minute,
        variants=played,
        clock=None if clock is None else Clock(_moment(clock)),
        keep_bodies=keep_bodies,
    ) as emulator:
        if seed is not None:
            _plant(emulator, seed)
        if db is not None:
            typer.echo(f"The data is in {db}; while it is written, in {db}-journal too.", err=True)
        try:
            serve_sandbox(
                emulator, host=host, port=port, on_ready=_announce, allowed_hosts=allow_host or ()
            )
        except OSError as error:
            raise typer.BadParameter(
                f"{host}:{port}: {error.strerror}", param_hint="--port"
            ) from None


def _announce(url: str) -> None:
    typer.echo(f"Sandbox ready at {url}")
    typer.echo('Sign in as "admin@example.com" with the API token "sandbox".', err=True)


def _print_variants() -> None:
    from ..sandbox.variants import describe_variants

    for line in describe_variants():
        typer.echo(line)


def _moment(text: str) -> float | datetime:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(
            f"{text}: give seconds since 1970, or a time with its zone, such as "
            "2026-01-31T10:00:00Z",
            param_hint="--clock",
        )
    return moment


def _plant(emulator: "Sandbox", path: Path) -> None:
    from ..sandbox.seeding import read_seed

    try:
        emulator.seed(**read_seed(path.read_bytes()))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path}: {error}", param_hint="--seed") from None
