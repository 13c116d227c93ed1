"""Token -> caller; the only place that reads the Authorization header."""

from dataclasses import replace
from uuid import UUID

from sanic import Request

from mobile_api.accounts.sessions.ended import EndedSessions
from mobile_api.accounts.sessions.tokens import caller_of
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.enterprises.powers import power_of
from mobile_api.shared.callers import Citizen, Staff
from mobile_api.shared.errors import NotSignedIn


class TokenCallers:
    """The `Callers` of the API."""

    def __init__(self, ended: EndedSessions) -> None:
        self._ended = ended

    async def authenticate(self, request: Request) -> Citizen | Staff:
        """The caller of a request. Raises NotSignedIn."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn()
        caller = caller_of(token.strip())
        await self._ended.refuse_if_ended(caller)
        return caller

    async def look_again(self, caller: Citizen | Staff) -> None:
        """Raises NotSignedIn for whose session ended while the call was under way, NotActingFor for
        whose power did, or is another one now."""
        self._ended.refuse_if_heard(caller)
        if isinstance(caller, Citizen) and caller.acting_for is not None:
            power = await power_of(caller.person_id, caller.acting_for.enterprise_id)
            if power is None or power.acting != caller.acting_for:
                raise NotActingFor()

    async def acting(self, caller: Citizen, enterprise_id: str) -> Citizen:
        """As one who acts for that enterprise. Raises NotActingFor without the power now."""
        try:
            power = await power_of(caller.person_id, UUID(enterprise_id))
        except ValueError:
            power = None
        if power is None:
            raise NotActingFor()
        return replace(caller, acting_for=power.acting)
