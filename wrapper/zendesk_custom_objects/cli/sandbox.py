"""`zco sandbox`."""

from pathlib import Path
from typing import Annotated

import typer

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
        Path | None, typer.Option(dir_okay=False, help="Keep the data in this file.")
    ] = None,
    plan: Annotated[
        str, typer.Option(help="Whose limits there are, such as suite_team or enterprise.")
    ] = "sandbox",
    requests_per_minute: Annotated[
        int | None, typer.Option(min=0, help="Instead of the plan's.")
    ] = None,
    variants: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Play the account of this report of `zco probe`."),
    ] = None,
) -> None:
    """Serve the emulated service until interrupted, for clients in any language.

    Under /_sandbox it can be steered over HTTP: faults, clock, data, requests so far.
    """
    from ..sandbox import Sandbox
    from ..sandbox.plans import plan_named
    from ..sandbox.server import serve as serve_sandbox
    from ..sandbox.variants import load_variants

    try:
        limits = plan_named(plan)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--plan") from None
    try:
        played = load_variants(variants) if variants else None
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="--variants") from None
    with Sandbox(
        db, plan=limits, requests_per_minute=requests_per_minute, variants=played
    ) as emulator:
        try:
            serve_sandbox(emulator, host=host, port=port, on_ready=_announce)
        except OSError as error:
            raise typer.BadParameter(
                f"{host}:{port}: {error.strerror}", param_hint="--port"
            ) from None


def _announce(url: str) -> None:
    typer.echo(f"Sandbox ready at {url}")
    typer.echo('Sign in as "admin@example.com" with the API token "sandbox".', err=True)
