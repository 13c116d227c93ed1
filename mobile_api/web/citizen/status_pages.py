"""Where is my case: asked by form, so that no number and no factor stands in an address."""

import secrets
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.errors import FactorDoesNotMatch
from mobile_api.cases.status.queries import (
    WRONG_GUESSES,
    case_asked_before,
    case_by_number,
)
from mobile_api.cases.status.schemas import StatusQuestion
from mobile_api.cases.status.service import (
    HOLDER_NAMES,
    LENGTH,
    TAIL_LENGTH,
    is_case_number,
    status_answer,
)
from mobile_api.guides.errors import NoCatalogue
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import (
    InvalidInput,
    NotAllowed,
    TemporarilyUnavailable,
    TooManyRequests,
)
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.text.identity_numbers import normalised
from mobile_api.web.frame.failures import failure_of, sent_back, told
from mobile_api.web.frame.notes import note, noted
from mobile_api.web.frame.rendering import HTML, page, unkept_page
from mobile_api.web.frame.visitor import refuse_foreign, typed, unkept_redirect
from mobile_api.web.frame.words import tail_of

_FORM = "/status"
_LONGEST = 60
# As long as somebody looks again and again on the way home, and no longer on a lent phone.
_SHOWN_FOR = timedelta(minutes=30)
_KEY_BYTES, _MOST_CASES = 9, 4
_NOTE = "asked-cases"


class StatusForm(BaseModel):
    """办件查询: the case number and the last six characters of the applicant's ID number."""

    number: str = Field(max_length=_LONGEST)
    id_number_tail: str = Field(max_length=_LONGEST)


class AskedCase(BaseModel):
    """A case whose second factor this browser has shown; the factor itself is not kept."""

    number: str
    factor_hash: str


class AskedCases(BaseModel):
    """The last of them, by the key in the address of their page."""

    cases: dict[str, AskedCase]


class FormQuery(BaseModel):
    """`over`: the result that was asked for can no longer be shown."""

    over: bool = False


@endpoint("网页:办件查询", caller=Anyone, query=FormQuery, media=HTML, errors=(NoCatalogue,))
async def show_status_form(request: Request, query: FormQuery) -> HTTPResponse:
    failure = failure_of(request, _FORM)
    content: dict[str, Any] = {
        "number": failure.values["number"] if failure else "",
        "faults": failure.faults if failure else {},
        "problem": failure if failure and failure.title else None,
        "is_wrong": failure is not None and failure.code == FactorDoesNotMatch.code,
        "is_over": query.over,
        "tries": WRONG_GUESSES,
    }
    if failure is None:
        return page(request, "status_form.html", _FORM, **content)
    shown = unkept_page(request, "status_form.html", _FORM, failure.status, **content)
    return told(request, shown, failure)


@endpoint(
    "网页:查询办件",
    caller=Anyone,
    form=StatusForm,
    media=HTML,
    status=303,
    errors=(
        InvalidInput,
        FactorDoesNotMatch,
        NotAllowed,
        TooManyRequests,
        TemporarilyUnavailable,
    ),
    transaction=False,
    guessing=True,
)
async def ask_status(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    number = normalised(typed(request, "number", _LONGEST))
    tail = tail_of(typed(request, "id_number_tail", _LONGEST))
    faults = _faults(number, tail)
    if faults:
        return sent_back(request, _FORM, {"number": number}, faults=faults)
    question = StatusQuestion(number=number, id_number_tail=tail)
    try:
        case = await case_by_number(REDIS.of(request), question, address_of(request))
    except (FactorDoesNotMatch, TooManyRequests, TemporarilyUnavailable) as error:
        return sent_back(request, _FORM, {"number": number}, problem=error)
    # A key for each question: a second tab with another case must not change what the first shows.
    key = secrets.token_urlsafe(_KEY_BYTES)
    proven = AskedCase(number=number, factor_hash=bytes(case.query_factor_hash or b"").hex())
    before = noted(request, _NOTE, AskedCases)
    kept = [*before.cases.items()][-_MOST_CASES + 1 :] if before else []
    asked = AskedCases(cases=dict(kept) | {key: proven})
    return note(request, unkept_redirect(_path(key)), _NOTE, asked, lifetime=_SHOWN_FOR)


def _path(key: str) -> str:
    return f"{_FORM}/{key}"


@endpoint(
    "网页:办件查询结果",
    caller=Anyone,
    media=HTML,
    errors=(TemporarilyUnavailable,),
)
async def show_status(request: Request, key: str) -> HTTPResponse:
    asked = noted(request, _NOTE, AskedCases)
    proven = asked.cases.get(key) if asked else None
    case = proven and await case_asked_before(proven.number, bytes.fromhex(proven.factor_hash))
    if not case:
        return unkept_redirect(f"{_FORM}?over=true")
    answer = await status_answer(case)
    holder = HOLDER_NAMES[answer.holder]
    return unkept_page(request, "status.html", _path(key), answer=answer, holder=holder)


def _faults(number: str, tail: str) -> dict[str, str]:
    """What is wrong with each field, in words that say what to do."""
    faults = {}
    if not number:
        faults["number"] = "请填写办件编号。"
    elif not is_case_number(number):
        faults["number"] = (
            f"这个办件编号不完整或有错字。编号一共{LENGTH}位,请对照短信、微信消息或受理单再核对一遍。"
        )
    if not tail:
        faults["id_number_tail"] = "请填写身份证号码最后六位。"
    elif not _is_tail(tail):
        faults["id_number_tail"] = "这里只填身份证号码最后六位:数字,末位可能是字母X。"
    return faults


def _is_tail(tail: str) -> bool:
    digits = tail.removesuffix("X")
    return len(tail) == TAIL_LENGTH and digits.isascii() and digits.isdigit()
