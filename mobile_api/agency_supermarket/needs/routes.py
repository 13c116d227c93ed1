"""Needs over HTTP: written and published by their owners, read and asked about by anybody."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import (
    AgencyNotFound,
    BiddingOver,
    DeadlineTooEarly,
    NeedMoveNotAllowed,
    NeedNotFound,
    NobodyEligible,
    NotForMarket,
    QuestionNotFound,
    TooManyNeeds,
)
from mobile_api.agency_supermarket.needs import drafting, previewing, queries, questions, views
from mobile_api.agency_supermarket.needs.drafting import OwnerKey
from mobile_api.agency_supermarket.needs.schemas import (
    AnswerRequest,
    NeedListQuery,
    NeedPage,
    NeedPreview,
    NeedRequest,
    NeedView,
    OwnNeedsQuery,
    PublishRequest,
    QuestionRequest,
)
from mobile_api.agency_supermarket.needs.scope import own_needs, public_needs
from mobile_api.draws.errors import NoIssuesAnnounced
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from mobile_api.shared.process.cache import REDIS

citizen = Blueprint("market_needs", url_prefix="/api/v1/market")

_ACTING = (NotForMarket, NotActingFor)
_OWN = (*_ACTING, NeedNotFound, NeedMoveNotAllowed)


@citizen.get("/needs")
@endpoint("采购需求公告", caller=Anyone, query=NeedListQuery, answer=NeedPage)
async def needs(request: Request, query: NeedListQuery) -> NeedPage:
    found = await queries.needs(query)
    page, cursor = page_of(found, query.limit, at=queries.published_at)
    lines, unreadable = shown(page, views.summary)
    return NeedPage(needs=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/needs/<need_id:uuid>")
@endpoint("一项采购需求", caller=Anyone, answer=NeedView, errors=(NeedNotFound,))
async def need(request: Request, need_id: UUID) -> NeedView:
    found = await public_needs().get_or_none(id=need_id)
    if found is None:
        raise NeedNotFound()
    return await views.view(found, is_own=False)


@citizen.get("/own-needs")
@endpoint(
    "我发布的采购需求",
    caller=Citizen,
    acting=True,
    query=OwnNeedsQuery,
    answer=NeedPage,
    errors=_ACTING,
)
async def own_list(request: Request, caller: Citizen, query: OwnNeedsQuery) -> NeedPage:
    found = await queries.needs_of(caller, query)
    page, cursor = page_of(found, query.limit, at=lambda one: one.created_at)
    lines, unreadable = shown(page, views.summary)
    return NeedPage(needs=lines, unreadable=unreadable, next_cursor=cursor)


@citizen.get("/own-needs/<need_id:uuid>")
@endpoint(
    "我的一项采购需求",
    caller=Citizen,
    acting=True,
    answer=NeedView,
    errors=(*_ACTING, NeedNotFound),
)
async def own_need(request: Request, caller: Citizen, need_id: UUID) -> NeedView:
    found = await own_needs(caller).get_or_none(id=need_id)
    if found is None:
        raise NeedNotFound()
    return await views.view(found, is_own=True)


@citizen.get("/own-needs/<need_id:uuid>/preview")
@endpoint(
    "预览草稿:公告以后别人看到的样子,以及还不能发布的原因",
    caller=Citizen,
    acting=True,
    answer=NeedPreview,
    errors=_OWN,
)
async def preview(request: Request, caller: Citizen, need_id: UUID) -> NeedPreview:
    return await previewing.preview(caller, need_id)


@citizen.post("/own-needs")
@endpoint(
    "新建采购需求草稿",
    caller=Citizen,
    acting=True,
    body=NeedRequest,
    answer=NeedView,
    status=201,
    errors=(*_ACTING, TooManyNeeds),
    idempotent=True,
)
async def draft(request: Request, caller: Citizen, body: NeedRequest) -> NeedView:
    return await views.view(await drafting.draft(caller, body), is_own=True)


@citizen.put("/own-needs/<need_id:uuid>")
@endpoint(
    "修改采购需求草稿",
    caller=Citizen,
    acting=True,
    body=NeedRequest,
    answer=NeedView,
    errors=_OWN,
)
async def redraft(request: Request, caller: Citizen, need_id: UUID, body: NeedRequest) -> NeedView:
    return await views.view(await drafting.redraft(caller, need_id, body), is_own=True)


async def _key(request: Request, caller: Citizen, need_id: UUID, body: PublishRequest) -> OwnerKey:
    return await previewing.key_to_publish(REDIS.of(request), caller, need_id, body)


@citizen.post("/own-needs/<need_id:uuid>/publish")
@endpoint(
    "发布采购需求",
    caller=Citizen,
    acting=True,
    body=PublishRequest,
    answer=NeedView,
    errors=(
        *_OWN,
        DeadlineTooEarly,
        NobodyEligible,
        NoIssuesAnnounced,
        TooManyRequests,
        TemporarilyUnavailable,
    ),
    asks_first=_key,
    idempotent=True,
)
async def publish(
    request: Request, caller: Citizen, need_id: UUID, body: PublishRequest, asked: OwnerKey
) -> NeedView:
    return await views.view(await drafting.publish(caller, need_id, asked), is_own=True)


@citizen.post("/needs/<need_id:uuid>/questions")
@endpoint(
    "对采购需求提问(公开,不显示提问人)",
    caller=Citizen,
    acting=True,
    body=QuestionRequest,
    answer=NeedView,
    errors=(*_ACTING, AgencyNotFound, NeedNotFound, BiddingOver),
    idempotent=True,
)
async def ask(request: Request, caller: Citizen, need_id: UUID, body: QuestionRequest) -> NeedView:
    found = await questions.ask(caller, need_id, body.question)
    return await views.view(found, is_own=False)


@citizen.post("/own-needs/<need_id:uuid>/questions/<question_id:uuid>/answer")
@endpoint(
    "答复提问(公开)",
    caller=Citizen,
    acting=True,
    body=AnswerRequest,
    answer=NeedView,
    errors=(*_ACTING, NeedNotFound, QuestionNotFound, BiddingOver),
    idempotent=True,
)
async def answer(
    request: Request, caller: Citizen, need_id: UUID, question_id: UUID, body: AnswerRequest
) -> NeedView:
    found = await questions.answer(caller, need_id, question_id, body.answer)
    return await views.view(found, is_own=True)
