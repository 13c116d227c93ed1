"""The form by which a clerk is invited: the items stand in the address, the person is typed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sanic import Request

from mobile_api.enterprises.schemas import ClerkInvitation
from mobile_api.enterprises.service import refusals
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.catalogue.service import Audience
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared.callers import Citizen
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.text.amounts import NoSuchDay, day_of
from mobile_api.web.frame.visitor import own_form_of, typed

MOST_ITEMS = 50
LONGEST_WORDS = 50
# More than each field takes, and so little that what was typed fits into a cookie.
_FIELDS = {"name": 60, "phone": 40, "ends_on": 30}


class ItemsQuery(BaseModel):
    """The items that are chosen, and what one looks for among the others."""

    model_config = ConfigDict(extra="ignore")

    item: list[str] = Field(default_factory=list)
    q: str = ""

    @property
    def words(self) -> str:
        """What comes after the first LONGEST_WORDS characters is not read."""
        return self.q[:LONGEST_WORDS].strip()


class InvitationForm(BaseModel):
    """Who is invited, and till when; `item` for each item, none for all of them."""

    name: str = Field(max_length=60)
    phone: str = Field(max_length=40)
    ends_on: str = Field(max_length=30)
    item: str = Field("", max_length=64)


@dataclass(frozen=True, slots=True)
class TypedInvitation:
    """A form as it was sent, by whom; without faults there is `content`."""

    caller: Citizen
    values: dict[str, str]
    item_keys: list[str]
    content: ClerkInvitation | None = None
    faults: dict[str, str] = field(default_factory=dict)


def chosen_items(request: Request, keys: Sequence[str]) -> dict[str, str]:
    """Of the items in the address those that there are, with their names."""
    guides = snapshot_of(request).guides
    return {key: guides[key].name for key in keys if key in guides}


def for_enterprises(
    guides: Sequence[ServiceGuide], words: str, without: Sequence[str]
) -> list[ServiceGuide]:
    """The items that an enterprise may apply for, whose name or other name holds these words."""
    wanted = words.casefold()
    return [
        one
        for one in guides
        if set(one.audience) != {Audience.NATURAL_PERSON}
        and one.key not in without
        and any(wanted in name.casefold() for name in (one.name, *one.aliases))
    ]


def items_query(keys: Sequence[str], words: str = "") -> str:
    """The part of an address that says which items are chosen; empty for none."""
    given = [("item", key) for key in keys[:MOST_ITEMS]] + ([("q", words)] if words else [])
    return f"?{urlencode(given)}" if given else ""


async def typed_invitation(request: Request, enterprise_id: UUID) -> TypedInvitation | None:
    """The first step of inviting: None for who is not signed in. Raises NotAllowed."""
    caller = await own_form_of(request)
    if caller is None:
        return None
    values = {name: typed(request, name, longest) for name, longest in _FIELDS.items()}
    keys = list(dict.fromkeys(request.form.getlist("item", []))) if request.form else []
    content, faults = None, {}
    try:
        given = {name: value for name, value in values.items() if value}
        content = ClerkInvitation.model_validate({**given, "item_keys": keys or None})
    except ValidationError as error:
        faults = {_field(one.path): one.message for one in reversed(faults_of(error))}
    more = await refusals(_day(values["ends_on"]), keys[:MOST_ITEMS])
    faults = {_field(one.path): one.message for one in more} | faults
    order = [*_FIELDS, "items"]
    told = {name: faults[name] for name in sorted(faults, key=order.index)}
    return TypedInvitation(caller, values, keys[:MOST_ITEMS], None if told else content, told)


def _field(path: str) -> str:
    name = path.split("/")[1]
    return "items" if name == "item_keys" else name


def _day(text: str) -> date | None:
    with suppress(NoSuchDay):
        return day_of(text)
    return None
