"""The forms of the account's pages, each as it succeeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

import httpx

from mobile_api.accounts.models import Person
from mobile_api.accounts.phones.models import PhoneBinding, hash_of_phone
from mobile_api.accounts.sessions.models import Session
from mobile_api.shared import clock
from tests.actors import ADDRESS, Citizen
from tests.mobile_api.accounts.bindings.test_bindings import bind_phone
from tests.mobile_api.accounts.phones.phone import PhoneUser
from tests.mobile_api.web.signing_in.test_sign_in_pages import code_for, new_number, send
from tests.stack import Stack

BOOK, WAYS = "/me/addresses", "/me/sign-in-ways"
PAGES = (BOOK, WAYS)
KEPT = ADDRESS | {"agrees_to_saving": "true"}
PASTED = "张三丰 13800138000 示范省示范市示范区和平街道幸福路1号"
Forms = dict[str, tuple[str, Mapping[str, str]]]


def paths_of(some: UUID) -> list[str]:
    """The addresses of all forms, for things of which there are none."""
    return [path.format(some=some) for path in _PATHS]


_PATHS = (
    "/me/counter-code",
    f"{BOOK}/new",
    f"{BOOK}/read",
    f"{BOOK}/{{some}}",
    f"{BOOK}/{{some}}/default",
    f"{BOOK}/{{some}}/delete",
    "/me/notifications",
    "/me/notifications/accepted",
    f"{WAYS}/{{some}}/unbind",
    f"{WAYS}/phone",
    f"{WAYS}/phone/code",
    f"{WAYS}/merge",
    f"{WAYS}/merge/code",
    f"{WAYS}/devices/{{some}}/end",
    f"{WAYS}/devices/end-others",
)


@dataclass
class Account:
    """What the forms of somebody's account are about, and codes that were asked for."""

    address: UUID
    binding: UUID
    device: UUID
    bind_code: str
    merge_code: str

    @classmethod
    async def arranged(cls, stack: Stack, client: httpx.AsyncClient, citizen: Citizen) -> Self:
        """`client` is the signed-in browser of the citizen, who signs in anew elsewhere."""
        saved = {"address": ADDRESS | {"address": "和平街道幸福路8号"}, "agrees_to_saving": True}
        address = await citizen.ok("POST", "/api/v1/me/addresses", saved)
        card = PhoneUser(stack, client)
        await bind_phone(citizen, card)
        binding = await PhoneBinding.get()
        codes = [await cls._code(stack, client, f"{WAYS}/{page}") for page in ("phone", "merge")]
        await citizen.sign_in()
        device = await Session.all().order_by("-opened_at").first()
        assert device is not None
        return cls(UUID(address["id"]), binding.id, device.id, *codes)

    @staticmethod
    async def _code(stack: Stack, client: httpx.AsyncClient, path: str) -> str:
        phone = new_number()
        if path.endswith("merge"):
            now = clock.now()
            owner = await Person.create(created_at=now, phone=phone)
            await PhoneBinding.create(
                person_id=owner.id,
                phone=phone,
                phone_hash=hash_of_phone(phone),
                created_at=now,
                verified_at=now,
            )
        sent = await send(client, path, phone=phone)
        assert sent.status_code == 303, sent.text
        return await code_for(stack, client, phone)

    def forms(self) -> Forms:
        """Route -> the address and the fields of a form that succeeds; in the order of sending."""
        address, ways = f"{BOOK}/{self.address}", WAYS
        found: Forms = {
            "/me/counter-code": ("/me/counter-code", {}),
            "/me/addresses/new": (f"{BOOK}/new", KEPT),
            "/me/addresses/read": (f"{BOOK}/read", {"text": PASTED}),
            "/me/addresses/{address_id}/default": (f"{address}/default", {}),
            "/me/addresses/{address_id}": (address, KEPT | {"address": "和平街道幸福路9号"}),
            "/me/addresses/{address_id}/delete": (f"{address}/delete", {}),
            "/me/notifications": ("/me/notifications", {"quiet": "city"}),
            "/me/notifications/{event}": ("/me/notifications/accepted", {}),
        }
        device = f"{ways}/devices/{self.device}/end"
        return found | {
            "/me/sign-in-ways/phone/code": (f"{ways}/phone/code", {"code": self.bind_code}),
            "/me/sign-in-ways/phone": (f"{ways}/phone", {"phone": new_number()}),
            "/me/sign-in-ways/devices/{session_id}/end": (device, {}),
            "/me/sign-in-ways/devices/end-others": (f"{ways}/devices/end-others", {}),
            "/me/sign-in-ways/{binding_id}/unbind": (f"{ways}/{self.binding}/unbind", {}),
            "/me/sign-in-ways/merge/code": (f"{ways}/merge/code", {"code": self.merge_code}),
            "/me/sign-in-ways/merge": (f"{ways}/merge", {"phone": new_number()}),
        }
