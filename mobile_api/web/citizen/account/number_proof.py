"""Two pages by which a person proves to hold a number: to sign in with it, or for its account."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pydantic import ValidationError
from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings.service import Prover
from mobile_api.accounts.phones import service as phones
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import PhoneCodeRequest
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import AppError
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.text.masking import mask_phone
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.sign_in_pages import (
    BETWEEN_CODES,
    NOTED_FOR,
    SENDING,
    CodeAsked,
    asked_before,
)
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.notes import note, noted
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    typed,
    unkept_redirect,
    visitor_of,
)


class OwnCodeAsked(CodeAsked):
    """Which of the people that share a browser asked for it."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class NumberProof:
    """One use of the two pages: `path` asks for the number, `code_path` for the code.

    `own_number`: what is said of a number that is the caller's own already.
    """

    purpose: CodePurpose
    path: str
    template: str
    own_number: str

    @property
    def code_path(self) -> str:
        return f"{self.path}/code"

    @property
    def note(self) -> str:
        return f"code-{self.purpose}"

    def asked_by(self, request: Request, caller: Citizen) -> OwnCodeAsked | None:
        """The code that this person asked for in this browser."""
        asked = noted(request, self.note, OwnCodeAsked)
        return asked if asked and asked.person_id == caller.person_id else None

    async def show_number(self, request: Request) -> HTTPResponse:
        """The page of the number; who did not sign in just now does so first."""
        caller = await visitor_of(request)
        if caller is None:
            return to_sign_in(request)
        failure, asked = failure_of(request, self.path), self.asked_by(request, caller)
        before = asked.phone if asked else ""
        return tell(
            request,
            f"{self.template}.html",
            self.path,
            phone=failure.values.get("phone", before) if failure else before,
            is_fresh=await Prover.of(request, caller).has_signed_in_recently(),
        )

    async def send_code(self, request: Request) -> HTTPResponse:
        """Sends a code and leads to the page where it is filled in."""
        caller = await own_form_of(request)
        if caller is None:
            return sign_in_to(self.path)
        if not await Prover.of(request, caller).has_signed_in_recently():
            return unkept_redirect(self.path)
        number = typed(request, "phone", 40)
        try:
            wanted = PhoneCodeRequest(phone=number, purpose=self.purpose)
        except ValidationError as error:
            return self.refused(request, number, faults_of(error)[0].message)
        held = await phones.binding_of(wanted.phone)
        if held is not None and held.person_id == caller.person_id:
            return self.refused(request, number, self.own_number)
        try:
            asked = await self._asked(request, caller, wanted.phone)
        except SENDING as error:
            return sent_back(request, self.path, {"phone": number}, problem=error)
        response = unkept_redirect(self.code_path)
        return note(request, response, self.note, asked, lifetime=NOTED_FOR)

    def refused(self, request: Request, number: str, why: str) -> HTTPResponse:
        """Back to the page of the number, with what is wrong with it."""
        return sent_back(request, self.path, {"phone": number}, faults={"phone": why})

    async def _asked(self, request: Request, caller: Citizen, phone: str) -> OwnCodeAsked:
        try:
            ticket = await phones.send_code(request, phone=phone, purpose=self.purpose)
        except AppError as error:
            before = asked_before(request, self.note, OwnCodeAsked, phone, error)
            if before is None or before.person_id != caller.person_id:
                raise
            return before
        return OwnCodeAsked(
            person_id=caller.person_id,
            phone=phone,
            return_to="",
            code_ticket=ticket,
            next_at=clock.now() + BETWEEN_CODES,
            is_sent=True,
        )

    async def show_code(self, request: Request) -> HTTPResponse:
        """The page of the code; without one that was asked for, that of the number."""
        caller = await visitor_of(request)
        if caller is None:
            return sign_in_to(self.path)
        asked, failure = self.asked_by(request, caller), failure_of(request, self.code_path)
        if asked is None:
            return unkept_redirect(self.path)
        wait = asked.next_at - clock.now()
        return tell(
            request,
            f"{self.template}_code.html",
            self.code_path,
            phone=asked.phone,
            phone_masked=mask_phone(asked.phone),
            is_sent=asked.is_sent,
            next_at=asked.next_at if wait > timedelta(0) else None,
            wait_seconds=int(wait.total_seconds()) + 1,
            is_bound_elsewhere=failure is not None and "is_bound_elsewhere" in failure.values,
        )
