"""`yiwang deliveries`: what an operator does about messages after a bad day."""

from datetime import UTC, datetime, timedelta

import click

from mobile_api.shared import clock
from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.command_line import run_with
from notifications.models import DeliveryState

_LATELY = timedelta(days=7)
_STATES = ("failed", "fallen_back", "set_aside", "sent_unconfirmed")


@click.group("deliveries")
def deliveries() -> None:
    """Messages to people: how many stand where, and sending lost ones again."""


@deliveries.command("states")
@click.option("--since", type=click.DateTime(), help="Beijing time; a week ago unless said.")
def states(since: datetime | None) -> None:
    """Count the messages since then by event, channel, state and reason."""
    from notifications.inbox.queries import totals_since

    begin = _in_beijing(since) if since else clock.now() - _LATELY
    for total in run_with(DATABASE, work=lambda parts: totals_since(begin)):
        click.echo("  ".join(str(value) for value in total.values() if value != ""))


@deliveries.command("replay")
@click.option("--event", required=True, help="For example correction_requested.")
@click.option("--since", type=click.DateTime(), required=True, help="Beijing time.")
@click.option("--state", type=click.Choice(_STATES), required=True)
@click.option("--reason", required=True, help="Why; it stands in the audit record of each.")
@click.option("--even-if-told", is_flag=True, help="Also where the person may have it already.")
def replay(event: str, since: datetime, state: str, reason: str, even_if_told: bool) -> None:
    """Make the messages of an event due again that stand in one state; each leaves an audit record.

    Whoever was told by another channel, or may have been, is left alone.
    """
    from notifications.operating.replaying import replay as start
    from notifications.words.templates import TEMPLATES

    if event not in TEMPLATES:
        raise click.UsageError("no such event; known: " + ", ".join(sorted(TEMPLATES)))
    due, left = run_with(
        DATABASE,
        work=lambda parts: start(
            event,
            since=_in_beijing(since),
            state=DeliveryState(state),
            reason=reason,
            even_if_told=even_if_told,
        ),
    )
    click.echo(f"{due} due again, {left} left as they are")


def _in_beijing(naive: datetime) -> datetime:
    from mobile_api.shared.clock import BEIJING

    return naive.replace(tzinfo=BEIJING).astimezone(UTC)
