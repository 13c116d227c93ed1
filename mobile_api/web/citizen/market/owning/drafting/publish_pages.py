"""Before and at publication: how everybody will see it, what follows, and the passphrase."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import (
    DeadlineTooEarly,
    NeedMoveNotAllowed,
    NobodyEligible,
    ReadAnother,
    TooFewForPanel,
)
from mobile_api.agency_supermarket.needs.schemas import PublishRequest
from mobile_api.agency_supermarket.selection.rules import FUND_NAMES, METHOD_NAMES
from mobile_api.agency_supermarket.showing.owned.queries import METHOD_WORDS, preview
from mobile_api.agency_supermarket.showing.owned.service import (
    OwnerKey,
    key_of,
    key_to_publish,
    publish,
)
from mobile_api.draws.errors import NoIssuesAnnounced
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import AppError, FieldFault, InvalidInput, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.market.owning.asking import READ
from mobile_api.web.citizen.market.owning.drafting.drafts import draft_here
from mobile_api.web.citizen.market.owning.steps import (
    NEED_FORM,
    NEEDING,
    need_path,
    refused,
    written,
)
from mobile_api.web.frame.acting import own_form_acting
from mobile_api.web.frame.failures import failure_of
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, typed, unkept_redirect

_REFUSED = (
    NeedMoveNotAllowed,
    DeadlineTooEarly,
    NobodyEligible,
    ReadAnother,
    TooFewForPanel,
    NoIssuesAnnounced,
    TooManyRequests,
)
# Where each fault of a preview is mended.
_MENDED = {"bids_close_at": "times", "avoided": "avoided", "judging": "price"}
_LONGEST, _KEY = 200, 40
_DIFFERENT = "两次填的口令不一样,请重新填写。"
_NOT_NOTED = "请先把口令记下来,再勾选这一项。"
_PUBLISHED = "已经发布。现在谁都可以看到这项采购,符合条件的机构可以报价。"


class PublishNeedForm(BaseModel):
    """The passphrase twice, and that it was noted."""

    passphrase: str = Field(max_length=200)
    again: str = Field(max_length=200)
    is_noted: str = Field("", max_length=5)
    read: str = Field("", max_length=40, description="看的是哪一份草稿")


@dataclass(frozen=True, slots=True)
class ToPublish:
    """Who publishes, and with what key; `refusal` leads back with what is wrong."""

    caller: Citizen
    key: OwnerKey | None = None
    refusal: HTTPResponse | None = None


@endpoint("网页:预览采购需求", caller=Anyone, media=HTML, errors=(*NEEDING, NeedMoveNotAllowed))
async def show_preview(request: Request, need_id: UUID) -> HTTPResponse:
    here = await draft_here(request, need_id)
    if isinstance(here, HTTPResponse):
        return here
    caller, found = here
    seen, path = await preview(caller, need_id), need_path(need_id, "preview")
    failure = failure_of(request, path)
    read = key_of(found.need, found.files)
    faults = [(one, _MENDED[one.path.split("/")[1]]) for one in seen.faults]
    return tell(
        request,
        "owning_preview.html",
        path,
        read=failure.values.get(READ, read) if failure else read,
        own=found,
        need=found.need,
        seen=seen,
        own_path=need_path(need_id),
        to_mend=[(one.message, need_path(need_id, page)) for one, page in faults],
        methods=METHOD_NAMES,
        method_words=METHOD_WORDS,
        funds=FUND_NAMES,
    )


async def _to_publish(request: Request, need_id: UUID) -> ToPublish | None:
    """Never within a transaction: a key under a passphrase takes its time. Raises NotAllowed."""
    caller = await own_form_acting(request)
    if caller is None:
        return None
    path, passphrase = need_path(need_id, "preview"), _secret(request, "passphrase")
    try:
        if faults := list(_faults(request, passphrase)):
            raise InvalidInput(faults)
        given = PublishRequest(passphrase=passphrase)
        key = await key_to_publish(REDIS.of(request), caller, need_id, given)
    except (ValidationError, AppError) as error:
        return ToPublish(caller, refusal=refused(request, path, _read(request), error))
    return ToPublish(caller, key)


def _read(request: Request) -> dict[str, str]:
    return {READ: typed(request, READ, _KEY)}


def _secret(request: Request, name: str) -> str:
    """As it was typed, with its blanks: what is typed when the bids are opened is compared."""
    given = request.form.get(name) if request.form else None
    return str(given or "")[: _LONGEST + 1]


def _faults(request: Request, passphrase: str) -> list[FieldFault]:
    found = []
    try:
        PublishRequest(passphrase=passphrase)
    except ValidationError as error:
        found += faults_of(error)
    if passphrase != _secret(request, "again"):
        found.append(FieldFault("/again", "different", _DIFFERENT))
    if typed(request, "is_noted") != "true":
        found.append(FieldFault("/is_noted", "not_noted", _NOT_NOTED))
    return found


@endpoint(
    "网页:发布采购需求",
    caller=Anyone,
    form=PublishNeedForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, *_REFUSED),
    asks_first=_to_publish,
)
async def publish_need(request: Request, need_id: UUID, asked: ToPublish | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(need_path(need_id, "preview"))
    key = asked.key
    if key is None:
        return asked.refusal or unkept_redirect(need_path(need_id, "preview"))
    return await written(
        request,
        asked.caller,
        need_path(need_id, "preview"),
        _read(request),
        lambda: publish(asked.caller, need_id, key, typed(request, READ, _KEY)),
        lambda: done(request, need_path(need_id), _PUBLISHED),
    )


@endpoint("网页:回到预览", caller=Anyone, media=HTML, status=303)
async def back_to_preview(request: Request, need_id: UUID) -> HTTPResponse:
    return unkept_redirect(need_path(need_id, "preview"))
