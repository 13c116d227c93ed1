"""Levels of assurance L0-L4: what each action needs, as data, and who asks for it.

The scale is our own (docs/decisions/0008), for those of provinces differ and none is national.

Every demand for a level goes through `require`. It looks at the proofs and not at the token, so
that a proof that has run out or was taken back counts at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from mobile_api.accounts.proofs.errors import AssuranceTooLow, Way
from mobile_api.accounts.proofs.models import IdentityProof, ProofMethod
from mobile_api.accounts.proofs.rules import RULES
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings

KNOWN, MATCHED, PRESENT, AT_COUNTER = 1, 2, 3, 4
# In the words of somebody who never heard of levels.
LEVEL_NAMES = {
    KNOWN: "已登录",
    MATCHED: "姓名和身份证号已核对",
    PRESENT: "已确认是您本人",
    AT_COUNTER: "已在窗口当面核验",
}
METHOD_NAMES = {
    ProofMethod.oidc: "线上身份认证",
    ProofMethod.counter: "窗口核验",
    ProofMethod.face_provider: "刷脸认证",
    ProofMethod.phone_code: "手机验证码",
}


def valid_for(level: int) -> timedelta | None:
    """How long a proof given today counts as that level; name and number stay matched for good."""
    return RULES.here().presence.on(clock.today()).span if level == PRESENT else None


class Action(StrEnum):
    """What a person may want to do that a session alone does not permit."""

    submit_online = "submit_online"
    view_full_details = "view_full_details"
    represent_enterprise = "represent_enterprise"
    appoint_clerk = "appoint_clerk"
    accept_clerk_role = "accept_clerk_role"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The least level, and how old its proof may be (None: any age)."""

    name: str
    level: int
    fresh_within: timedelta | None
    source: str


_CITY = "本市规定"
# Unbinding, export and deletion ask for control of a binding and for no level (`fresh_proofs`):
# nobody loses the rights of 个人信息保护法 44-47 for not having proven who they are.
REQUIREMENTS: Mapping[Action, Requirement] = {
    Action.submit_online: Requirement(
        "提交全程网办事项", KNOWN, None, "以办事指南载明的核验等级为准"
    ),
    Action.view_full_details: Requirement(
        "查看本人完整信息", MATCHED, timedelta(minutes=15), "个人信息保护法第二十九条;" + _CITY
    ),
    Action.represent_enterprise: Requirement(
        "以法定代表人身份管理企业", MATCHED, timedelta(minutes=30), _CITY
    ),
    Action.appoint_clerk: Requirement(
        "授权经办人", PRESENT, timedelta(minutes=30), "民法典第一百六十五条;" + _CITY
    ),
    Action.accept_clerk_role: Requirement("接受经办人授权", MATCHED, None, _CITY),
}

COUNTER = Way(method="counter", name="带身份证到政务大厅窗口核验", url="/centre/halls")
_AUTHORIZE = "/api/v1/identity/authorize?purpose=step_up&level="


def _highest_online(settings: Settings) -> int:
    """The highest level that the city's identity service can prove; 0 where there is none."""
    if not settings.identity_issuer_url:
        return 0
    return max(map(int, settings.identity_levels.values()), default=0)


HIGHEST_ONLINE = Derived("highest level that is proven online", _highest_online)


def ways_to(level: int) -> list[Way]:
    """How a person can reach `level` here; the counter is always one of the ways."""
    if HIGHEST_ONLINE.here() < level:
        return [COUNTER]
    online = Way(method="oidc", name="线上身份认证", url=f"{_AUTHORIZE}{level}")
    return [online, COUNTER]


async def require(caller: Citizen, action: Action, *, level: int = 0) -> None:
    """Raises AssuranceTooLow, with the ways to do better, unless the caller may do this now.

    `level` is what the matter at hand asks for, if that is more than the action itself.
    """
    rule = REQUIREMENTS[action]
    needed = max(rule.level, level)
    if needed <= KNOWN:
        return
    proofs = await IdentityProof.filter(person_id=caller.person_id)
    recent = [proof for proof in proofs if _is_recent(proof, rule.fresh_within)]
    if _highest(recent) < needed:
        has_level = _highest(proofs) >= needed
        raise AssuranceTooLow(needed, ways_to(needed), must_be_fresh=has_level)


async def level_of(person_id: UUID) -> int:
    """The level that a person has proven and that still counts."""
    return _highest(await IdentityProof.filter(person_id=person_id))


@dataclass(frozen=True, slots=True)
class ProvenLevel:
    """How a person proved who they are: the level that it still counts as, by what, and when."""

    level: int
    method: ProofMethod
    at: datetime


async def best_proof(person_id: UUID) -> ProvenLevel | None:
    """Of the proofs that give a person's level the latest; None who has only signed in."""
    proofs = await IdentityProof.filter(person_id=person_id)
    found = [ProvenLevel(_present_level(proof), proof.method, proof.at) for proof in proofs]
    return max(found, key=lambda proof: (proof.level, proof.at), default=None)


def _highest(proofs: Iterable[IdentityProof]) -> int:
    return max((_present_level(proof) for proof in proofs), default=KNOWN)


def _present_level(proof: IdentityProof) -> int:
    has_run_out = proof.expires_at is not None and proof.expires_at <= clock.now()
    return min(proof.level, MATCHED) if has_run_out else proof.level


def _is_recent(proof: IdentityProof, within: timedelta | None) -> bool:
    return within is None or proof.at >= clock.now() - within


async def assurance_of(caller: Citizen) -> dict[str, object]:
    """What `AssuranceView` shows: level, proofs, and every action with what it asks for."""
    proofs = await IdentityProof.filter(person_id=caller.person_id).order_by("-at")
    level = _highest(proofs)
    return {
        "level": level,
        "level_name": LEVEL_NAMES[level],
        "proofs": [
            {
                "method": proof.method,
                "method_name": METHOD_NAMES[proof.method],
                "level": proof.level,
                "at": proof.at,
                "expires_at": proof.expires_at,
            }
            for proof in proofs
        ],
        "actions": [_shown(action, rule, proofs) for action, rule in REQUIREMENTS.items()],
    }


def _shown(action: Action, rule: Requirement, proofs: Iterable[IdentityProof]) -> dict[str, object]:
    within = rule.fresh_within
    is_open = _highest(proof for proof in proofs if _is_recent(proof, within)) >= rule.level
    return {
        "action": action,
        "name": rule.name,
        "level": rule.level,
        "level_name": LEVEL_NAMES[rule.level],
        "fresh_within_seconds": int(within.total_seconds()) if within else None,
        "source": rule.source,
        "is_open": is_open,
        "ways": [] if is_open else ways_to(rule.level),
    }
