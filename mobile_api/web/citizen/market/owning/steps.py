"""The addresses of an owner's pages, which one comes next, and how a form is written or sent back.

What the market refuses is told by its own sentence, on the page of the form.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from uuid import UUID

from pydantic import ValidationError
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.contracts.errors import ContractNotFound
from mobile_api.agency_supermarket.errors import NeedNotFound, NotForMarket, ReadAnother
from mobile_api.enterprises.errors import NotActingFor
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import (
    AppError,
    FieldFault,
    InvalidInput,
    NotAllowed,
    TemporarilyUnavailable,
)
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.market.owning.asking import READ
from mobile_api.web.frame.acting import ActingChanged
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.tapping import once_tapped

HOME = "/me/market"
NEW = f"{HOME}/new"
NEED = f"{HOME}/needs/<need_id:uuid>"
CONTRACT = f"{HOME}/contracts/<contract_id:uuid>"
# What every page of an owner may be refused with.
ACTING = (NotForMarket, NotActingFor, TemporarilyUnavailable)
NEEDING = (*ACTING, NeedNotFound)
CONTRACTING = (*ACTING, ContractNotFound)
NEED_FORM = (*NEEDING, NotAllowed, ActingChanged)
CONTRACT_FORM = (*CONTRACTING, NotAllowed, ActingChanged)
# What is told on the page of the form; anything else is a page of its own.
_CONFLICT = 409
_TOLD = frozenset({_CONFLICT, 422, 429})
# Of the address of a need or contract: "", me, market, needs, ID.
_PARTS_OF_ONE = 5
# As much as a cookie surely holds, in bytes of UTF-8: longer texts are not kept when sent back.
_KEPT_BYTES = 1800
_NOT_KEPT = "这一栏字数多,没能留住刚才填的,请再填一次。"


def need_path(need_id: UUID, name: str = "") -> str:
    """The page of a need of one's own, or one below it."""
    return f"{HOME}/needs/{need_id}/{name}" if name else f"{HOME}/needs/{need_id}"


def contract_path(contract_id: UUID, name: str = "") -> str:
    """The page of a contract of one's own, or one below it."""
    path = f"{HOME}/contracts/{contract_id}"
    return f"{path}/{name}" if name else path


async def written(
    request: Request,
    caller: Citizen,
    path: str,
    values: Mapping[str, str],
    act: Callable[[], Awaitable[object]],
    after: Callable[[], HTTPResponse],
) -> HTTPResponse:
    """What the act does, once for one opening of the form, or 303 back to its page with what is
    wrong.

    `act` may raise ValidationError of what was typed. Raises AppError where no form mends it.
    """
    try:
        async with savepoint():
            await once_tapped(request, caller, act)
    except (ValidationError, AppError) as error:
        return refused(request, path, values, error)
    return after()


def refused(
    request: Request, path: str, values: Mapping[str, str], error: ValidationError | AppError
) -> HTTPResponse:
    """303 back to the page of the form. Raises the error where no form mends it."""
    if isinstance(error, ValidationError):
        return _faulty(request, path, values, faults_of(error))
    if isinstance(error, InvalidInput):
        return _faulty(request, path, values, error.errors)
    if error.status not in _TOLD:
        raise error
    kept, _ = _kept(values)
    if isinstance(error, ReadAnother):
        kept.pop(READ, None)
    # What went on meanwhile is seen on the page of the need or contract itself.
    is_over = error.status == _CONFLICT and not isinstance(error, ReadAnother)
    back = "/".join(path.split("/")[:_PARTS_OF_ONE]) if is_over else path
    return sent_back(request, back, kept, problem=error)


def _faulty(
    request: Request, path: str, values: Mapping[str, str], found: Iterable[FieldFault]
) -> HTTPResponse:
    kept, lost = _kept(values)
    faults = dict.fromkeys(lost, _NOT_KEPT)
    faults |= {_field(one.path, values): one.message for one in reversed(list(found))}
    order = [*values, *(name for name in faults if name not in values)]
    told = {name: faults[name] for name in order if name in faults}
    return sent_back(request, path, kept, faults=told)


def _field(path: str, values: Mapping[str, str]) -> str:
    """The name of a field by its pointer: `/milestones/0/on` is `milestones-0-on`.

    What stands line by line in one field is that field: `/avoided/2` is `avoided`.
    """
    parts = path.strip("/").split("/")
    names = ["-".join(parts[:number]) for number in range(len(parts), 0, -1)]
    return next((name for name in names if name in values), names[0])


def _kept(values: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What is kept of what was typed, the short first; and the names of what is not."""
    left, kept, lost = _KEPT_BYTES, dict[str, str](), list[str]()
    for name, value in sorted(values.items(), key=lambda one: len(one[1])):
        left -= len(value.encode())
        if left < 0:
            lost.append(name)
        else:
            kept[name] = value
    return kept, lost
