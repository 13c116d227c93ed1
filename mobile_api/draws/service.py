"""The draw as other rooms use it: it knows none of them, and only what it serves by its number.

Order in time is checked here: commitment, list frozen, sources close, numbers entered, draw. Every
function runs in the caller's transaction and may be repeated.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pyrage

from mobile_api.draws.disputes import contest, resolve
from mobile_api.draws.entering import enter_entropy, strike_out
from mobile_api.draws.errors import (
    DrawCommitted,
    DrawMoveNotAllowed,
    DrawTampered,
    SecretDoesNotMatch,
    SecretLost,
    SourcesClosed,
    SourceStillOpen,
)
from mobile_api.draws.issues import next_sources
from mobile_api.draws.models import Draw, DrawSecret, DrawWinner
from mobile_api.draws.moves import (
    DRAW_LOG,
    fail,
    kept_secret,
    locked_draw,
    stands,
)
from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry, Pick, PublishedIssue
from mobile_api.draws.proof.checks import CheckedStep
from mobile_api.draws.proof.standing import last_closing
from mobile_api.draws.rules import faults_of_entries, faults_of_terms
from mobile_api.draws.schemas import AnnouncedSource, CustodianCopy, Reference
from mobile_api.draws.states import DRAW, FREEZE, DrawFailure, DrawStatus
from mobile_api.draws.untouched import check_untouched, terms_of
from mobile_api.shared import clock
from mobile_api.shared.crypto import same
from mobile_api.shared.database import one_at_a_time, transaction_needed
from mobile_api.shared.errors import InvalidInput
from mobile_api.shared.history.moves import SYSTEM
from mobile_api.shared.history.writing import append, check_allowed, make_move
from mobile_api.shared.process.parts import SETTINGS

__all__ = [
    "DRAW_LOG",
    "CheckedStep",
    "ListEntry",
    "call_off",
    "commit",
    "contest",
    "draw",
    "enter_entropy",
    "freeze",
    "next_sources",
    "resolve",
    "reveal",
    "strike_out",
]


async def commit(
    reference: Reference,
    sources: Sequence[AnnouncedSource],
    picks: int,
    *,
    wait_days: int = 7,
    kept_by: str | None = None,
) -> Draw:
    """Make a secret and publish what binds us to it, before anybody is on a list.

    `sources`: of 36 bits together or more, none of them closed. `wait_days`: calendar days after
    the last source closed in which its numbers are entered, 1 to 60. `kept_by`: the department
    whose staff enter them, any without. The same call again answers the same draw. Raises
    InvalidInput with every fault, DrawCommitted for other terms.
    """
    transaction_needed()
    await one_at_a_time(f"draw {reference.number}")
    found = await Draw.get_or_none(number=reference.number)
    if found is not None:
        told = (found.purpose, found.sources, found.picks, found.wait_days)
        if told != (reference.kind, list(sources), picks, wait_days):
            raise DrawCommitted()
        return found
    if faults := list(faults_of_terms(sources, picks, wait_days)):
        raise InvalidInput(faults)
    secret, closes_at = secrets.token_hex(algorithm.SECRET_BYTES), _first_closing(sources)
    made = await Draw.create(
        number=reference.number,
        purpose=reference.kind,
        kept_by=kept_by,
        picks=picks,
        commitment=algorithm.commitment(reference.number, secret),
        custodian=_sealed_to_custodian(secret),
        sources=list(sources),
        wait_days=wait_days,
        committed_at=clock.now(),
        closes_at=closes_at,
        due_at=closes_at,
    )
    await DrawSecret.create(draw_id=made.id, secret=secret)
    text = f"公布摇号承诺 {made.commitment}。"
    await append(DRAW_LOG, made, "commit", SYSTEM, public_text=text, payload=terms_of(made))
    return made


def _first_closing(sources: Sequence[AnnouncedSource]) -> datetime:
    return min(one.closes_at for one in sources)


def _sealed_to_custodian(secret: str) -> CustodianCopy | None:
    recipient = SETTINGS.here().draw_custodian
    if not recipient:
        return None
    to = pyrage.x25519.Recipient.from_str(recipient)
    sealed = pyrage.encrypt(secret.encode(), [to], armored=True)
    return CustodianCopy(recipient=recipient, sealed_secret=sealed.decode())


async def freeze(draw_id: UUID, entries: Sequence[ListEntry]) -> Draw:
    """Freeze the list before the first source closes; its text and hash are public at once.

    Ids are brought into NFC. The same list again answers the same draw. Raises DrawNotFound,
    DrawMoveNotAllowed, SourcesClosed, and InvalidInput with every fault.
    """
    found = await locked_draw(draw_id)
    named = [ListEntry(algorithm.normal_id(one.id), one.tickets) for one in entries]
    if faults := list(faults_of_entries(named, found.picks)):
        raise InvalidInput(faults)
    text = algorithm.list_text(named)
    if found.list_text == text:
        return found
    check_allowed(DRAW_LOG, found, FREEZE)
    now = clock.now()
    if now >= found.closes_at:
        raise SourcesClosed()
    hashed = algorithm.list_sha256(text)
    last = last_closing(found.sources, [one.issue for one in found.sources])
    await make_move(
        DRAW_LOG,
        found,
        FREEZE,
        SYSTEM,
        public_text=f"名单冻结,共{len(named)}个,摘要 {hashed}。",
        payload={"list_sha256": hashed},
        list_text=text,
        list_sha256=hashed,
        frozen_at=now,
        due_at=last + timedelta(days=found.wait_days),
    )
    return found


async def draw(draw_id: UUID) -> Draw:
    """Draw once, when all numbers are entered and no contest is open; then the secret is public.

    Whom it picked is asked of `queries.winners_of`. Again, it answers the same draw. Raises
    DrawNotFound, DrawMoveNotAllowed, SecretLost (its custodian reveals it), DrawTampered (what was
    published is not what stands in the tables).
    """
    found = await locked_draw(draw_id)
    if found.status is DrawStatus.drawn:
        return found
    check_allowed(DRAW_LOG, found, DRAW)
    await check_untouched(found)
    secret = found.revealed_secret or await kept_secret(found)
    if secret is None or not same(algorithm.commitment(found.number, secret), found.commitment):
        raise SecretLost()
    seed, picks = await _drawn(found, secret)
    for place, one in enumerate(picks, 1):
        await DrawWinner.create(
            draw_id=found.id, place=place, entry=one.winner, x=one.x, tickets_left=one.tickets_left
        )
    await make_move(
        DRAW_LOG,
        found,
        DRAW,
        SYSTEM,
        public_text=f"摇号完成,种子 {seed},密数同时公开。",
        payload={"winners": [one.winner for one in picks]},
        seed=seed,
        revealed_secret=secret,
        drawn_at=clock.now(),
    )
    await DrawSecret.filter(draw_id=found.id).delete()
    return found


async def _drawn(found: Draw, secret: str) -> tuple[str, Sequence[Pick]]:
    stood = await stands(found)
    if stood.status is not DrawStatus.entropy_entered or found.list_text is None:
        raise DrawTampered()
    published = [
        PublishedIssue(one.name, one.issue, one.values, one.unordered) for one in stood.used
    ]
    hashed = algorithm.list_sha256(found.list_text)
    entropy = algorithm.entropy_text(published)
    seed = algorithm.seed(found.number, hashed, found.commitment, secret, entropy)
    return seed, algorithm.picks(seed, algorithm.entries_of(found.list_text), found.picks)


async def reveal(draw_id: UUID, secret: str) -> Draw:
    """Take the secret from its custodian, or from whoever has it: it proves itself.

    Raises DrawNotFound, SecretDoesNotMatch, DrawMoveNotAllowed before a list is frozen, and
    SourceStillOpen while numbers that may count are still to come: who moves an index and knows
    the secret could choose.
    """
    found = await locked_draw(draw_id)
    if not same(algorithm.commitment(found.number, secret), found.commitment):
        raise SecretDoesNotMatch()
    if found.revealed_secret is not None:
        return found
    if found.frozen_at is None:
        raise DrawMoveNotAllowed()
    all_known = (await stands(found)).status is DrawStatus.entropy_entered
    fallbacks = [one.fallback_issue for one in found.sources]
    if not all_known and clock.now() < last_closing(found.sources, fallbacks):
        raise SourceStillOpen()
    text = "密数由保管人公开,与承诺一致。"
    await append(DRAW_LOG, found, "reveal", SYSTEM, public_text=text, revealed_secret=secret)
    return found


async def call_off(draw_id: UUID, because: str) -> Draw:
    """End a draw before the first source closes: then nobody knows yet whom it would have picked.

    `because`: public, at most 200 characters. Raises DrawNotFound, DrawMoveNotAllowed,
    SourcesClosed.
    """
    found = await locked_draw(draw_id)
    if found.failure is DrawFailure.called_off:
        return found
    if clock.now() >= found.closes_at:
        raise SourcesClosed()
    await fail(found, DrawFailure.called_off, because)
    return found
