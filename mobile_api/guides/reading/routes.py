"""Handlers that read guides: lists, details, personal lists, forms and QR codes."""

from sanic import HTTPResponse, Request

from mobile_api.guides.catalogue.scenarios import situation_of
from mobile_api.guides.errors import (
    BlankFormNotFound,
    GuideNotFound,
    LinkExpired,
    NoCatalogue,
)
from mobile_api.guides.publishing.queries import guide_of
from mobile_api.guides.reading.filters import GuideQuery
from mobile_api.guides.reading.form_links import LIFETIME, FormKind, check_link, form_path
from mobile_api.guides.reading.printing import printable_form
from mobile_api.guides.reading.qr import guide_address, guide_qr
from mobile_api.guides.reading.requests import (
    FormLinkQuery,
    QrQuery,
    SituationRequest,
    query_of,
    snapshot_of,
)
from mobile_api.guides.reading.schemas import (
    FormLink,
    FormLinks,
    GuideAnswer,
    GuideOfVersion,
    GuidePage,
    SituationAnswer,
    Vocabulary,
)
from mobile_api.guides.reading.snapshot import words
from mobile_api.guides.reading.statistics import CatalogueStatistics
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint, prepared
from mobile_api.shared.http.prepared import Prepared, send
from mobile_api.shared.process.parts import SETTINGS

_WORDS = Prepared.json(words())


@prepared("办事指南列表与筛选", query=GuideQuery, answer=GuidePage, errors=(NoCatalogue,))
async def list_guides(request: Request) -> HTTPResponse:
    snapshot = snapshot_of(request)
    known = ("guides", request.query_string)
    page = snapshot.remembered(
        known, lambda: Prepared.json(snapshot.page(query_of(GuideQuery, request)))
    )
    return send(request, page)


@prepared("一个事项的办事指南", answer=GuideAnswer, errors=(GuideNotFound, NoCatalogue))
async def show_guide(request: Request, key: str) -> HTTPResponse:
    answer = snapshot_of(request).guide_answers.get(key)
    if answer is None:
        raise GuideNotFound()
    return send(request, answer)


@endpoint("某一版本的办事指南", caller=Anyone, answer=GuideOfVersion, errors=(GuideNotFound,))
async def show_guide_of_version(request: Request, key: str, number: int) -> GuideOfVersion:
    return GuideOfVersion(catalogue_version=number, guide=await guide_of(key, number))


@endpoint(
    "回答问题,得到自己的材料清单",
    caller=Anyone,
    body=SituationRequest,
    answer=SituationAnswer,
    errors=(GuideNotFound, NoCatalogue),
    transaction=False,
)
async def find_situation(request: Request, key: str, body: SituationRequest) -> SituationAnswer:
    snapshot = snapshot_of(request)
    found = situation_of(snapshot.guide(key), body.answers)
    parts = {name: getattr(found, name) for name in type(found).model_fields}
    return SituationAnswer(catalogue_version=snapshot.version, item_key=key, **parts)


@endpoint(
    "空白表格和样表的链接", caller=Anyone, answer=FormLinks, errors=(GuideNotFound, NoCatalogue)
)
async def list_forms(request: Request, key: str) -> FormLinks:
    snapshot = snapshot_of(request)
    guide = snapshot.guide(key)
    until = clock.now() + LIFETIME
    links = [
        FormLink(
            key=form.key,
            title=form.title,
            blank_path=form_path(key, snapshot.version, form.key, "blank", until),
            sample_path=form_path(key, snapshot.version, form.key, "sample", until),
            expires_at=until,
        )
        for form in guide.blank_forms
    ]
    return FormLinks(item_key=key, forms=links)


@endpoint(
    "打印空白表格或样表",
    caller=Anyone,
    query=FormLinkQuery,
    media="text/html",
    errors=(LinkExpired, GuideNotFound, BlankFormNotFound),
)
async def print_form(
    request: Request, key: str, form: str, kind: FormKind, query: FormLinkQuery
) -> HTTPResponse:
    check_link(key, query.version, form, kind, query.expires, query.signature)
    page = printable_form(await guide_of(key, query.version), form, kind)
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return HTTPResponse(page, headers=headers, content_type="text/html; charset=utf-8")


def _qr(request: Request, key: str, kind: str) -> HTTPResponse:
    snapshot = snapshot_of(request)
    snapshot.guide(key)
    address = guide_address(
        SETTINGS.of(request).public_url, key, query_of(QrQuery, request).channel
    )
    return send(request, snapshot.remembered((kind, address), lambda: guide_qr(address, kind)))


_QR_ERRORS = (GuideNotFound, NoCatalogue)


@prepared("指南二维码(PNG)", query=QrQuery, media="image/png", errors=_QR_ERRORS)
async def show_qr_png(request: Request, key: str) -> HTTPResponse:
    return _qr(request, key, "png")


@prepared("指南二维码(SVG)", query=QrQuery, media="image/svg+xml", errors=_QR_ERRORS)
async def show_qr_svg(request: Request, key: str) -> HTTPResponse:
    return _qr(request, key, "svg")


@prepared("时限压减、即办、一次办、全程网办统计", answer=CatalogueStatistics, errors=(NoCatalogue,))
async def show_statistics(request: Request) -> HTTPResponse:
    snapshot = snapshot_of(request)
    return send(request, snapshot.remembered("statistics", snapshot.statistics))


@prepared("代码与中文名称对照", answer=Vocabulary)
async def show_vocabulary(request: Request) -> HTTPResponse:
    return send(request, _WORDS)
