"""Where is my case: asked by form, so that no number and no factor stands in an address."""

from typing import Any

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.errors import FactorDoesNotMatch
from mobile_api.cases.status.queries import case_by_number
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
from mobile_api.shared.errors import AppError, InvalidInput, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.guesses import address_of
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.text.identity_numbers import normalised
from mobile_api.web.frame.rendering import HTML, page, unkept_page

_LONGEST = 60


class StatusForm(BaseModel):
    """办件查询: the case number and the last six characters of the applicant's ID number."""

    number: str = Field(max_length=_LONGEST)
    id_number_tail: str = Field(max_length=_LONGEST)


@endpoint("网页:办件查询", caller=Anyone, media=HTML, errors=(NoCatalogue,))
async def show_status_form(request: Request) -> HTTPResponse:
    return page(request, "status_form.html", "/status", number="", faults={}, problem=None)


@endpoint(
    "网页:办件查询结果",
    caller=Anyone,
    form=StatusForm,
    media=HTML,
    errors=(InvalidInput, FactorDoesNotMatch, TooManyRequests, TemporarilyUnavailable),
    transaction=False,
    guessing=True,
)
async def show_status(request: Request) -> HTTPResponse:
    number, tail = _typed(request, "number"), _typed(request, "id_number_tail")
    faults = _faults(number, tail)
    if faults:
        return _form_again(request, number, InvalidInput.status, faults=faults)
    question = StatusQuestion(number=number, id_number_tail=tail)
    try:
        case = await case_by_number(REDIS.of(request), question, address_of(request))
    except (FactorDoesNotMatch, TooManyRequests, TemporarilyUnavailable) as error:
        return _form_again(request, number, error.status, problem=error)
    answer = await status_answer(case)
    holder = HOLDER_NAMES[answer.holder]
    return unkept_page(request, "status.html", "/status", answer=answer, holder=holder)


def _typed(request: Request, name: str) -> str:
    given = request.form.get(name) if request.form else None
    return normalised((given or "")[:_LONGEST])


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


def _form_again(
    request: Request,
    number: str,
    status: int,
    *,
    faults: dict[str, str] | None = None,
    problem: AppError | None = None,
) -> HTTPResponse:
    """The form with the number still in it; the factor has to be typed again."""
    content: dict[str, Any] = {"number": number, "faults": faults or {}, "problem": problem}
    response = unkept_page(request, "status_form.html", "/status", status, **content)
    if problem and problem.retry_after:
        response.headers["retry-after"] = str(problem.retry_after)
    return response
