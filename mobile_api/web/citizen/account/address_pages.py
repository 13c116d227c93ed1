"""The address book on the pages: kept with consent, changed, deleted."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.addresses import service as addresses
from mobile_api.addresses.errors import AddressAlreadySaved, AddressBookFull, AddressNotFound
from mobile_api.addresses.queries import address_list, full
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, NotFound, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.address_forms import (
    FIELDS,
    AddressForm,
    TypedAddress,
    typed_address,
)
from mobile_api.web.citizen.account.address_reading import BOOK, NEW, READ_NOTE, AddressRead
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.notes import noted, tear_off
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
)

ONE = f"{BOOK}/<address_id:uuid>"
DELETE, DEFAULT = f"{ONE}/delete", f"{ONE}/default"


@endpoint("网页:常用地址", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_book(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    return tell(request, "account_addresses.html", BOOK, book=await address_list(caller))


@endpoint("网页:添加常用地址", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_new(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    failure, read = failure_of(request, NEW), noted(request, READ_NOTE, AddressRead)
    own = read if read and read.person_id == caller.person_id else None
    before = own.values if own else {}
    return tell(
        request,
        "account_address.html",
        NEW,
        fields=FIELDS,
        typed=before | (failure.values if failure else {}),
        hint=own.hint if own else "",
        address_id=None,
        is_default=False,
    )


@endpoint(
    "网页:保存常用地址",
    caller=Anyone,
    form=AddressForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, AddressBookFull, TemporarilyUnavailable),
    asks_first=typed_address,
)
async def save_address(request: Request, asked: TypedAddress | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(NEW)
    if asked.content is None:
        return sent_back(request, NEW, asked.values, faults=asked.faults)
    province = addresses.post_office(request).own_province
    try:
        async with savepoint():
            await addresses.save(asked.caller, asked.content, province)
    except AddressBookFull as error:
        return sent_back(request, NEW, asked.values, problem=error)
    return tear_off(request, done(request, BOOK, "地址已经保存。"), READ_NOTE)


@endpoint(
    "网页:一个常用地址",
    caller=Anyone,
    media=HTML,
    errors=(NotFound, TemporarilyUnavailable),
)
async def show_address(request: Request, address_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    kept = full(await addresses.own_address(caller, address_id))
    failure = failure_of(request, request.path)
    values = {name: getattr(kept, name) for name in (*FIELDS, "label")}
    return tell(
        request,
        "account_address.html",
        request.path,
        fields=FIELDS,
        typed=failure.values if failure and failure.values else values,
        hint="",
        address_id=address_id,
        is_default=kept.is_default,
    )


@endpoint(
    "网页:修改常用地址",
    caller=Anyone,
    form=AddressForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, AddressNotFound, AddressAlreadySaved, TemporarilyUnavailable),
    asks_first=typed_address,
)
async def change_address(
    request: Request, address_id: UUID, asked: TypedAddress | None
) -> HTTPResponse:
    if asked is None:
        return sign_in_to(request.path)
    if asked.content is None:
        return sent_back(request, request.path, asked.values, faults=asked.faults)
    province = addresses.post_office(request).own_province
    try:
        async with savepoint():
            await addresses.change(asked.caller, address_id, asked.content, province)
    except AddressNotFound as error:
        return sent_back(request, BOOK, {}, problem=error)
    except AddressAlreadySaved as error:
        return sent_back(request, request.path, asked.values, problem=error)
    return done(request, BOOK, "地址已经改好。正在办的事仍用原来填的地址。")


@endpoint(
    "网页:删除地址前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(NotFound, TemporarilyUnavailable),
)
async def ask_address_deletion(request: Request, address_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    kept = await addresses.own_address(caller, address_id)
    return tell(
        request,
        "account_address_delete.html",
        request.path,
        address_id=address_id,
        label=kept.label,
        contact=kept.contact.masked(),
    )


@endpoint(
    "网页:删除常用地址",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, AddressNotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def delete_address(request: Request, address_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(BOOK)
    try:
        async with savepoint():
            await addresses.delete(asked, address_id)
    except AddressNotFound as error:
        return sent_back(request, BOOK, {}, problem=error)
    return done(request, BOOK, "地址已经删除。")


@endpoint(
    "网页:设为默认地址",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, AddressNotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def make_default(request: Request, address_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(BOOK)
    try:
        async with savepoint():
            await addresses.make_default(asked, address_id)
    except AddressNotFound as error:
        return sent_back(request, BOOK, {}, problem=error)
    return done(request, BOOK, "已经设为默认地址。")


@endpoint("网页:回到常用地址", caller=Anyone, media=HTML, status=303)
async def back_to_book(request: Request, address_id: UUID) -> HTTPResponse:
    return unkept_redirect(BOOK)
