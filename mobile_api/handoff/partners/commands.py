"""`yiwang partners`: who our partner cities are, and the keys of both sides."""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from mobile_api.handoff.partners import own_keys, service
from mobile_api.handoff.partners.listing import lines_of_partners
from mobile_api.handoff.partners.loading import load_partners, read_file
from mobile_api.handoff.partners.models import OwnKey, Partner
from mobile_api.handoff.partners.states import KeyUse, PartnerState
from mobile_api.shared import clock
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Operator
from mobile_api.shared.database import DATABASE, in_transaction
from mobile_api.shared.errors import AppError
from mobile_api.shared.process.command_line import run_with
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.signatures.errors import SmUnavailable
from mobile_api.signatures.service import KeyKind

Done = TypeVar("Done")
_REASON = click.option("--reason", required=True, help="Why; it stands in the audit record.")
_FROM = click.option(
    "--from",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day (Beijing) on which it is used; partners have to know it by then.",
)


@click.group()
def partners() -> None:
    """For the operator: partner cities, agreements with them, keys of both sides."""


@partners.command()
@click.argument("path", type=click.Path(path_type=Path))
def load(path: Path) -> None:
    """Check a file of partners and load it: all of it or nothing, again and again.

    Every fault is listed with its path. What the file does not name stays as it is.
    """
    data = read_file(path)
    done = run_with(DATABASE, work=lambda parts: load_partners(data, SETTINGS.of(parts)))
    for fault in done.faults:
        click.echo(f"{fault.path}: {fault.message} ({fault.code})", err=True)
    click.echo(done.sentence)
    sys.exit(1 if done.faults else 0)


@partners.command("list")
def list_them() -> None:
    """Each partner with state, address, agreements and keys; our own keys; what ends soon."""
    for line in run_with(DATABASE, work=lambda _: lines_of_partners()):
        click.echo(line)


@partners.command("new-key")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in KeyKind]),
    default=KeyKind.ed25519.value,
    show_default=True,
)
@_FROM
def new_key(kind: str, day: datetime | None) -> None:
    """Make our next signing key; all after the first begin on a later day.

    The profile shows it at once. The key before it stays good for some days beside it.
    """
    _told(_new(KeyUse.signing, KeyKind(kind), day))


@partners.command("new-encryption-key")
@_FROM
def new_encryption_key(day: datetime | None) -> None:
    """Make our next key that partners seal for; the ones before it go on to open."""
    _told(_new(KeyUse.encryption, KeyKind.ed25519, day))


@partners.command("retire-key")
@click.argument("key_id")
@_REASON
def retire_key(key_id: str, reason: str) -> None:
    """Let one of our own keys sign and open nothing any more; never the only one."""

    async def work() -> OwnKey:
        found = await own_keys.retire(key_id)
        await _audit_key("own_key_retired", key_id, reason)
        return found

    _told(_do(work))


@partners.command("revoke-key")
@click.argument("key_id")
@_REASON
def revoke_key(key_id: str, reason: str) -> None:
    """Kill a key at once, a partner's or our own, also the only one: it was stolen."""
    found = _do(lambda: service.revoke_key(key_id, reason=reason))
    owner = "our own" if isinstance(found, OwnKey) else "a partner's"
    click.echo(f"{found.key_id} ({owner}) is revoked")


def _state_command(name: str, state: PartnerState, words: str) -> None:
    @partners.command(name, help=words)
    @click.argument("key")
    @_REASON
    def change(key: str, reason: str) -> None:
        found: Partner = _do(lambda: service.set_state(Operator(), key, state, reason=reason))
        click.echo(f"{found.key} ({found.name}) is {found.state}")


_state_command(
    "pause", PartnerState.paused, "Send nothing to partner KEY, and answer it 503 from now on."
)
_state_command(
    "drain", PartnerState.draining, "No new cases from and to partner KEY; the open ones go on."
)
_state_command("resume", PartnerState.active, "Go on with partner KEY after a pause or a drain.")


def _new(use: KeyUse, kind: KeyKind, day: datetime | None) -> OwnKey:
    begins = None if day is None else clock.start_of(day.date())

    async def work() -> OwnKey:
        made = await own_keys.rotate(use, kind, begins)
        await _audit_key("own_key_made", made.key_id, "")
        return made

    return _do(work)


async def _audit_key(action: str, key_id: str, reason: str) -> None:
    await audit(Operator(), action, subject_kind="own_key", subject_id=key_id, reason=reason)


def _do(work: Callable[[], Awaitable[Done]]) -> Done:
    """In one transaction; a refusal is one line."""

    async def inside(_: object) -> Done:
        async with in_transaction():
            return await work()

    try:
        return run_with(DATABASE, work=inside)
    except AppError as fault:
        sys.exit(f"yiwang: {fault.title} ({fault.code})")
    except SmUnavailable:
        sys.exit("yiwang: no OpenSSL 3 with SM2 on this machine (Debian: libssl3)")


def _told(key: OwnKey) -> None:
    begins = clock.in_beijing(key.valid_from)
    ends = clock.in_beijing(key.valid_until) if key.valid_until else "-"
    click.echo(f"{key.key_id}  {key.use}  {key.public_key}\n  good from {begins} until {ends}")
