"""Fresh proof that an account is under someone's control, for what a stolen phone must not do."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis
from sanic import Request

from mobile_api.accounts.errors import ProofNeeded
from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.codes import check_code, use_code
from mobile_api.accounts.phones.models import CodePurpose, PhoneBinding
from mobile_api.accounts.phones.schemas import Proof
from mobile_api.accounts.phones.service import binding_of, may_have_changed_hands
from mobile_api.accounts.sessions.models import AccountKind
from mobile_api.accounts.sessions.service import sessions_of
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.process.cache import REDIS
from wechat.login import exchange_code
from wechat.models import WechatBinding
from wechat.platform.service import MINI_PROGRAM, WechatClient

RECENT = timedelta(minutes=10)
_PROOFS = RateLimit("fresh-proof", times=20, seconds=600)


@dataclass(frozen=True, slots=True)
class Proven:
    """Whose control was shown; `use` spends the code in the transaction of what it permits."""

    person_id: UUID
    code_id: UUID | None = None

    async def use(self) -> None:
        """Raises PhoneCodeWrong when another call has used the code since."""
        if self.code_id is not None:
            await use_code(self.code_id)


@dataclass(frozen=True, slots=True)
class Prover:
    """Asks a signed-in person for proof. None of it may be called in a transaction."""

    wechat: WechatClient
    redis: Redis
    caller: Citizen

    @classmethod
    def of(cls, request: Request, caller: Citizen) -> "Prover":
        return cls(MINI_PROGRAM.of(request), REDIS.of(request), caller)

    async def any_account(self, proof: Proof, purpose: CodePurpose) -> Proven:
        """Whose account a proof opens.

        Raises PhoneCodeWrong, ProofNeeded (nobody signs in with that number or WeChat account, the
        number may have changed hands since, or nothing was given), TooManyRequests and what
        `exchange_code` raises.
        """
        await spend(self.redis, _PROOFS, self.caller.key)
        if proof.phone and proof.phone_code and proof.code_ticket:
            code_id = await check_code(proof.phone, proof.phone_code, proof.code_ticket, purpose)
            binding = await binding_of(proof.phone)
            if binding is None or await self._is_anothers(binding):
                raise ProofNeeded()
            return Proven(binding.person_id, code_id)
        if proof.wechat_code is None:
            raise ProofNeeded()
        identity = await exchange_code(self.wechat, proof.wechat_code)
        # That this identity was seen now stays true, whatever becomes of what it is to prove.
        async with in_transaction():
            person_id = await WechatBinding.person_of(identity)
        if person_id is None:
            raise ProofNeeded()
        return Proven(person_id)

    async def _is_anothers(self, binding: PhoneBinding) -> bool:
        """Whether somebody else may have got the number since it last opened that account."""
        if binding.person_id == self.caller.person_id:
            return False
        person = await Person.get(id=binding.person_id)
        return await may_have_changed_hands(binding, person)

    async def own_account(self, proof: Proof, purpose: CodePurpose) -> Proven:
        """The caller's account, by one of its bindings.

        Raises as `any_account`, and ProofNeeded for a proof of someone else's.
        """
        found = await self.any_account(proof, purpose)
        if found.person_id != self.caller.person_id:
            raise ProofNeeded()
        return found

    async def own_or_recent(self, proof: Proof, purpose: CodePurpose) -> Proven:
        """Like `own_account`; without a proof, a sign-in within the last ten minutes is one."""
        if proof.phone or proof.wechat_code:
            return await self.own_account(proof, purpose)
        await self.require_recent_sign_in()
        return Proven(self.caller.person_id)

    async def require_recent_sign_in(self) -> None:
        """Refuse a session that somebody may have come by: who adds a way in keeps the account.

        Raises ProofNeeded.
        """
        if not await self.has_signed_in_recently():
            raise ProofNeeded()

    async def has_signed_in_recently(self) -> bool:
        """Whether the caller's session began within the last ten minutes."""
        return any(
            session.id == self.caller.session_id and clock.now() - session.opened_at <= RECENT
            for session in await sessions_of(AccountKind.citizen, self.caller.person_id)
        )
