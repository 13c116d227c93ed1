"""One person, several ways to sign in: what they are, adding one, taking one away."""

from collections.abc import Mapping
from uuid import UUID

from tortoise.exceptions import IntegrityError

from mobile_api.accounts.bindings.fresh_proofs import RECENT as RECENT
from mobile_api.accounts.bindings.fresh_proofs import Proven as Proven
from mobile_api.accounts.bindings.fresh_proofs import Prover as Prover
from mobile_api.accounts.errors import BindingNotFound, BoundElsewhere, LastWayIn
from mobile_api.accounts.phones.models import CodePurpose, PhoneBinding
from mobile_api.accounts.phones.schemas import Binding, BindingKind, Bindings, PhoneBindRequest
from mobile_api.accounts.phones.service import (
    bind_number,
    binding_of,
    check_code,
    tell_new_way_in,
    use_code,
)
from mobile_api.accounts.proofs.models import IdentityBinding
from mobile_api.accounts.schemas import WAY_NAMES
from mobile_api.accounts.service import locked_person
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import end_sessions
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.json_columns import UNREADABLE, lacks, read_each
from mobile_api.shared.settings.settings import Settings
from mobile_api.shared.text.masking import mask_phone
from wechat.login import WechatIdentity
from wechat.models import WechatBinding

Row = PhoneBinding | WechatBinding | IdentityBinding
_MODELS: tuple[type[Row], ...] = (PhoneBinding, WechatBinding, IdentityBinding)


async def bindings_of(person_id: UUID, settings: Settings) -> Bindings:
    """Every way in of a person, oldest first."""
    rows: list[Row] = []
    for model in _MODELS:
        rows += await read_each(model.filter(person_id=person_id))
    rows.sort(key=lambda row: row.created_at)
    apps = _kinds_of_apps(settings)
    return Bindings(bindings=[_shown(row, apps) for row in rows], can_unbind=len(rows) > 1)


async def bind_wechat(caller: Citizen, identity: WechatIdentity) -> None:
    """Let the caller sign in with a WeChat identity that has just signed in. Safe to race.

    Raises BoundElsewhere when it, or another app's identity of the same WeChat user, opens another
    account: the way out is to merge the two.
    """
    # Locked, so that an account that is being closed gains no new way in.
    await locked_person(caller.person_id)
    try:
        async with savepoint():
            holder = await WechatBinding.person_of(identity)
            if holder is None:
                await WechatBinding.bind(caller.person_id, identity)
                await audit(
                    caller, "bind_wechat", subject_kind="person", subject_id=caller.person_id
                )
                await tell_new_way_in(caller.person_id, "微信")
    except IntegrityError:
        # Somebody else bound it in between; the same person tapping twice is served as well.
        holder = await WechatBinding.person_of(identity)
    if holder not in (None, caller.person_id):
        raise BoundElsewhere()


async def check_number(prover: Prover, wanted: PhoneBindRequest) -> UUID | None:
    """The id of the right code, for `bind_checked`; None when the number is the caller's already.

    Said twice, because the first answer was lost: the code has been used since. Must not be called
    in a transaction, for a try stays counted. Raises ProofNeeded, PhoneCodeWrong.
    """
    held = await binding_of(wanted.phone)
    if held is not None and held.person_id == prover.caller.person_id:
        return None
    await prover.require_recent_sign_in()
    return await check_code(wanted.phone, wanted.code, wanted.code_ticket, CodePurpose.bind)


async def bind_checked(caller: Citizen, wanted: PhoneBindRequest, code_id: UUID | None) -> None:
    """Let the caller sign in with the number whose code was right; None: it is theirs already.

    Raises PhoneCodeWrong (used meanwhile), BoundElsewhere.
    """
    if code_id is not None:
        await use_code(code_id)
        await bind_number(caller, wanted.phone, is_new_owner=wanted.is_new_owner)


async def unbind(caller: Citizen, binding_id: UUID, proof: Proven) -> None:
    """Take a way in away, by fresh proof of one of them; the last one stays, and every other device
    is signed out.

    Raises BindingNotFound, LastWayIn, PhoneCodeWrong.
    """
    # Locked, so that of two calls that each leave one way, the second sees that it is the last.
    await locked_person(caller.person_id)
    rows = await _ways_in(caller.person_id)
    row = next((row for row in rows if row.id == binding_id), None)
    if row is None:
        raise BindingNotFound()
    if len(rows) == 1:
        raise LastWayIn()
    await proof.use()
    await row.delete()
    # Whoever came in by it, on a phone that was sold perhaps, is out as well; after the row, which
    # a sign-in that is under way holds.
    await end_sessions(AccountKind.citizen, caller.person_id, keep=caller.session_id)
    await audit(caller, "unbind", subject_kind=row._meta.db_table, subject_id=row.id)


async def _ways_in(person_id: UUID) -> list[Row]:
    rows: list[Row] = []
    for model in _MODELS:
        rows += await model.filter(person_id=person_id)
    return sorted(rows, key=lambda row: row.created_at)


def _number(row: PhoneBinding) -> str:
    return UNREADABLE if lacks(row, "phone") else mask_phone(row.phone)


def _kinds_of_apps(settings: Settings) -> Mapping[str, BindingKind]:
    return {
        settings.wechat_official_account_app_id: "official_account",
        settings.wechat_mini_program_app_id: "mini_program",
    }


def _shown(row: Row, apps: Mapping[str, BindingKind]) -> Binding:
    kind: BindingKind = "identity_service"
    label, last_used_at = "", row.created_at
    if isinstance(row, PhoneBinding):
        kind, label, last_used_at = "phone", _number(row), row.verified_at
    else:
        last_used_at = row.last_seen_at
        if isinstance(row, WechatBinding):
            kind = apps.get(row.app_id, "other_wechat_app")
    return Binding(
        id=row.id,
        kind=kind,
        name=WAY_NAMES[kind],
        label=label,
        bound_at=row.created_at,
        last_used_at=last_used_at,
    )
