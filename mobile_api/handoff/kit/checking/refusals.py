"""Checks of what a home city does not take: other forms of a message, and what is not agreed."""

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.kit.checking.answers import must_answer
from mobile_api.handoff.kit.checking.handing import must_refuse, withdrawal_body
from mobile_api.handoff.kit.checking.trial import Trial, as_bytes
from mobile_api.handoff.kit.checking.verdicts import NotAsked
from mobile_api.handoff.wire.base import MOST_BYTES
from mobile_api.shared.ids import new_id

# None that a county has.
_NO_REGION = "999999"


async def too_large(trial: Trial) -> None:
    """One byte more than is allowed, the rest as it should be."""
    body = trial.case_body(padding="")
    room = MOST_BYTES + 1 - len(body)
    large = body.replace(b'"padding":""', b'"padding":"' + b"x" * room + b'"')
    await _problem(trial, large, 413, "body_too_large")


async def not_json(trial: Trial) -> None:
    await _problem(trial, b'{"version":"1","kind":"case"', 400, "body_malformed")


async def without_members(trial: Trial) -> None:
    said = {"version": "1", "kind": "case", "handoff_id": str(new_id())}
    await _problem(trial, as_bytes(said), 400, "body_malformed")


async def another_version(trial: Trial) -> None:
    await _problem(trial, trial.case_body(version="2"), 400, "version_unknown")


async def _problem(trial: Trial, body: bytes, status: int, code: str) -> None:
    got = await trial.line.send(trial.line.message(body))
    must_answer(got, trial.their, status, code)


async def no_agreement(trial: Trial) -> None:
    await _refused(trial, "no_agreement", agreement=f"check-{new_id()}")


async def no_item(trial: Trial) -> None:
    await _refused(trial, "item_not_agreed", item=f"check-{new_id()}")


async def no_mode(trial: Trial) -> None:
    item = trial.item
    agreed = {
        one.mode
        for one in (*trial.items, item)
        if one.agreement == item.agreement and one.item == item.item
    }
    others = [one for one in HandoffMode if one not in agreed]
    if not others:
        raise NotAsked("这个事项三种方式都已约定")
    await _refused(trial, "mode_not_agreed", mode=others[0].value)


async def no_region(trial: Trial) -> None:
    await _refused(trial, "region_not_agreed", region_code=_NO_REGION)


async def _refused(trial: Trial, code: str, **says: str) -> None:
    handoff_id = new_id()
    await must_refuse(trial, trial.case_body(handoff_id, **says), handoff_id, code)


async def unknown_withdrawal(trial: Trial) -> None:
    handoff_id = new_id()
    await must_refuse(trial, withdrawal_body(handoff_id), handoff_id, "unknown_handoff")
