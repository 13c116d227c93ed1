"""What a city does with a message that came: judged once, stored, answered with a receipt."""

import hashlib
import json
from typing import Any
from uuid import UUID

from tests.simulators.clock import Clock
from tests.simulators.partner_city.agreed import check_agreed, check_whole
from tests.simulators.partner_city.answers import read_object
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.errors import Problem, Refusal
from tests.simulators.partner_city.keys import CityKeys, as_bytes
from tests.simulators.partner_city.messages import MESSAGE_ID, Asked
from tests.simulators.partner_city.misdeeds import Misdeed
from tests.simulators.partner_city.receipts import enveloped, opened
from tests.simulators.partner_city.state import (
    CASE,
    CUSTODY,
    EVENT,
    OF_TAKING,
    CityState,
    Handoff,
    Taken,
)


class Receiving:
    def __init__(self, config: CityConfig, clock: Clock, state: CityState, keys: CityKeys) -> None:
        self._config, self._clock, self._state, self._keys = config, clock, state, keys

    def take(self, asked: Asked, misdeed: Misdeed) -> tuple[int, bytes]:
        """Status and body of the answer. Raises Problem.

        The same id with the same bytes gets the same bytes, also after a misdeed.
        """
        message_id = _message_id(asked)
        known = self._state.taken.get(message_id)
        if known is None:
            known = self._judged(message_id, asked.body, misdeed)
            self._state.taken[message_id] = known
        elif known.body.encode() != asked.body:
            raise Problem("message_differs")
        if misdeed.says or misdeed.receipt == "forged":
            return known.status, self._lied(known, misdeed)
        return known.status, known.answer.encode()

    def _judged(self, message_id: str, body: bytes, misdeed: Misdeed) -> Taken:
        if len(body) > self._config.most_body_bytes:
            raise Problem("body_too_large")
        said = read_object(body)
        if said.get("version") != "1":
            raise Problem("version_unknown")
        custody = (CUSTODY,) if self._state.knows_custody else ()
        if said.get("kind") not in (*OF_TAKING, EVENT, *custody):
            raise Problem("body_malformed")
        if self._config.is_strict and said["kind"] == CASE:
            check_whole(said)
        taken = Taken(
            message_id=message_id,
            handoff_id=_uuid(said.get("handoff_id")),
            kind=said["kind"],
            body=body.decode(),
            at=self._clock.beijing().isoformat(),
        )
        try:
            self._do(taken, said, misdeed)
            taken.status, receipt = 202, self._receipt(taken, "received")
        except Refusal as refusal:
            taken.status, receipt = 422, self._receipt(taken, "refused", refusal.code)
        taken.answer = as_bytes(enveloped(receipt, self._keys.own)).decode()
        return taken

    def _do(self, taken: Taken, said: dict[str, Any], misdeed: Misdeed) -> None:
        """Raises Refusal."""
        if misdeed.refuse:
            raise Refusal(misdeed.refuse)
        handoff = self._state.handoff(taken.handoff_id)
        _check_place(taken, said, handoff)
        self._unseal(taken, said.get("sealed"))
        if handoff is None:
            self._open(taken, said)
        elif taken.kind == EVENT:
            self._follow(handoff, taken, said)
        elif taken.kind != CUSTODY:
            handoff.digests += _digests(said)

    def _unseal(self, taken: Taken, sealed: object) -> None:
        if sealed is None:
            return
        try:
            taken.plain = self._keys.seal.unsealed(str(sealed))
        except ValueError:
            raise Refusal("sealed_unreadable") from None

    def _open(self, taken: Taken, said: dict[str, Any]) -> None:
        if self._config.is_strict:
            check_agreed(self._state.items, said)
        self._state.handoffs[taken.handoff_id] = Handoff(
            handoff_id=taken.handoff_id,
            role="home",
            case_message_id=taken.message_id,
            case_digest=digest_of(taken.body),
            digests=_digests(said),
        )

    def _follow(self, handoff: Handoff, taken: Taken, said: dict[str, Any]) -> None:
        sequence = said.get("sequence")
        if not isinstance(sequence, int) or sequence < 1:
            raise Refusal("sequence_differs")
        if handoff.events.get(sequence, taken.body) != taken.body:
            raise Refusal("sequence_differs")
        handoff.events[sequence] = taken.body
        if sequence == handoff.last_sequence:
            handoff.status = str(said.get("event"))
        handoff.case_number = said.get("case_number") or handoff.case_number
        if said.get("receipt") is not None:
            keys = self._config.partner_keys
            taken.receipt, taken.receipt_fault = opened(said["receipt"], keys)

    def _receipt(self, taken: Taken, kind: str, code: str | None = None) -> dict[str, Any]:
        return {
            "version": "1",
            "kind": kind,
            "handoff_id": taken.handoff_id,
            "message_id": taken.message_id,
            "request_digest": digest_of(taken.body),
            "region_code": self._config.region_code,
            "at": self._clock.beijing().isoformat(),
            "case_number": None,
            "code": code,
            "outcome": None,
        }

    def _lied(self, taken: Taken, misdeed: Misdeed) -> bytes:
        right, _ = opened(json.loads(taken.answer), {})
        receipt = (right or {}) | misdeed.says
        if misdeed.receipt == "forged":
            return as_bytes(enveloped(receipt, self._keys.stranger, self._keys.own.key_id))
        return as_bytes(enveloped(receipt, self._keys.own))


def _check_place(taken: Taken, said: dict[str, Any], handoff: Handoff | None) -> None:
    """Raises Refusal."""
    if taken.kind == CASE:
        if handoff is not None:
            raise Refusal("already_open")
    elif handoff is None:
        raise Refusal("unknown_handoff")
    elif taken.kind == CUSTODY:
        if said.get("city") == handoff.role:
            raise Refusal("unknown_handoff")
    elif (handoff.role == "taking") != (taken.kind == EVENT):
        raise Refusal("not_now")


def digest_of(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _message_id(asked: Asked) -> str:
    return _uuid(asked.headers.get(MESSAGE_ID.lower()))


def _uuid(text: object) -> str:
    """Raises Problem."""
    try:
        return str(UUID(str(text)))
    except ValueError:
        raise Problem("body_malformed") from None


def _digests(said: dict[str, Any]) -> list[str]:
    return [one["sha256"] for one in said.get("materials", [])]
