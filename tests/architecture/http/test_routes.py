"""What must be true of every route, whoever adds the next one."""

import re
from inspect import unwrap
from typing import get_type_hints

from mobile_api.openapi import declared_routes
from mobile_api.shared.callers import Anyone, Citizen, Hook, PartnerCity, Staff
from mobile_api.shared.process.parts import Application
from tests.architecture.http.conftest import routes

_PREFIXES = {
    Citizen: ("/api/v1/",),
    Staff: ("/staff/v1/",),
    Hook: ("/hooks/",),
    PartnerCity: ("/partner/",),
}

# Forms of pages, and what their scripts ask: their own first step asks who sends them.
_FORMS_OF_PAGES = {
    "/draws/{number}/contest",
    "/guides/{key}/apply",
    "/me/acting",
    "/me/addresses/new",
    "/me/addresses/read",
    "/me/addresses/{address_id}",
    "/me/addresses/{address_id}/default",
    "/me/addresses/{address_id}/delete",
    "/me/agency/apply",
    "/me/agency/contracts/{contract_id}/confirm",
    "/me/agency/contracts/{contract_id}/deliver",
    "/me/agency/contracts/{contract_id}/deliver/files",
    "/me/agency/contracts/{contract_id}/deliver/files/{file_id}",
    "/me/agency/contracts/{contract_id}/ending",
    "/me/agency/contracts/{contract_id}/ending/answer",
    "/me/agency/contracts/{contract_id}/ending/withdraw",
    "/me/agency/contracts/{contract_id}/extension",
    "/me/agency/contracts/{contract_id}/extension/withdraw",
    "/me/agency/contracts/{contract_id}/milestones/{place}",
    "/me/agency/contracts/{contract_id}/milestones/{place}/files",
    "/me/agency/contracts/{contract_id}/milestones/{place}/files/{file_id}",
    "/me/agency/contracts/{contract_id}/propose",
    "/me/agency/contracts/{contract_id}/propose/files",
    "/me/agency/contracts/{contract_id}/propose/files/{file_id}",
    "/me/agency/contracts/{contract_id}/rating",
    "/me/agency/contracts/{contract_id}/rating-reply",
    "/me/agency/contracts/{contract_id}/send-back",
    "/me/agency/controls",
    "/me/agency/credit/effects/{effect_id}",
    "/me/agency/credit/entries/{entry_id}/objection",
    "/me/agency/credit/entries/{entry_id}/repair",
    "/me/agency/credit/entries/{entry_id}/repair/files",
    "/me/agency/credit/entries/{entry_id}/repair/files/{file_id}",
    "/me/agency/disputes/{dispute_id}/complaint",
    "/me/agency/disputes/{dispute_id}/withdraw",
    "/me/agency/leave",
    "/me/agency/needs/{need_id}/bid",
    "/me/agency/needs/{need_id}/objection",
    "/me/agency/needs/{need_id}/question",
    "/me/agency/needs/{need_id}/withdraw",
    "/me/agency/office",
    "/me/agency/practitioners/new",
    "/me/agency/practitioners/{person_id}/remove",
    "/me/agency/profile",
    "/me/agency/qualifications/{kind}",
    "/me/agency/qualifications/{kind}/files",
    "/me/agency/qualifications/{kind}/files/{file_id}",
    "/me/agency/qualifications/{kind}/remove",
    "/me/agency/sanctions/{sanction_id}",
    "/me/agency/services/{key}",
    "/me/agency/services/{key}/remove",
    "/me/cases/{case_id}/delivery",
    "/me/cases/{case_id}/delivery/address",
    "/me/cases/{case_id}/delivery/readdress",
    "/me/cases/{case_id}/form",
    "/me/cases/{case_id}/full-details",
    "/me/cases/{case_id}/handoff",
    "/me/cases/{case_id}/materials/{key}",
    "/me/cases/{case_id}/materials/{key}/pages",
    "/me/cases/{case_id}/materials/{key}/pages/{file_id}",
    "/me/cases/{case_id}/originals/number",
    "/me/cases/{case_id}/originals/pick-up",
    "/me/cases/{case_id}/originals/pick-up/confirm",
    "/me/cases/{case_id}/originals/{parcel_id}/cancel",
    "/me/cases/{case_id}/materials/{key}/tickets",
    "/me/cases/{case_id}/materials/{key}/tickets/{file_id}",
    "/me/cases/{case_id}/questions/{key}",
    "/me/cases/{case_id}/submit",
    "/me/cases/{case_id}/withdraw",
    "/me/clerk-appointments/{clerk_id}/accept",
    "/me/clerk-appointments/{clerk_id}/give-up",
    "/me/counter-code",
    "/me/complaints/about/{notice_id}",
    "/me/complaints/about/{notice_id}/files",
    "/me/complaints/about/{notice_id}/files/{file_id}",
    "/me/complaints/{complaint_id}/withdraw",
    "/me/data/copy",
    "/me/data/copy/open",
    "/me/data/deletion",
    "/me/data/deletion/cancel",
    "/me/data/details",
    "/me/enterprises",
    "/me/enterprises/{enterprise_id}/clerks/new",
    "/me/enterprises/{enterprise_id}/clerks/{clerk_id}/revoke",
    "/me/expert/avoided",
    "/me/expert/seats/{seat_id}/decline",
    "/me/expert/seats/{seat_id}/scores",
    "/me/market/contracts/{contract_id}/accept",
    "/me/market/contracts/{contract_id}/confirm",
    "/me/market/contracts/{contract_id}/ending",
    "/me/market/contracts/{contract_id}/ending/answer",
    "/me/market/contracts/{contract_id}/ending/withdraw",
    "/me/market/contracts/{contract_id}/extension",
    "/me/market/contracts/{contract_id}/milestones/{place}",
    "/me/market/contracts/{contract_id}/propose",
    "/me/market/contracts/{contract_id}/propose/files",
    "/me/market/contracts/{contract_id}/rate",
    "/me/market/contracts/{contract_id}/rating-reply",
    "/me/market/contracts/{contract_id}/return",
    "/me/market/contracts/{contract_id}/send-back",
    "/me/market/needs/{need_id}/avoided",
    "/me/market/needs/{need_id}/cancel",
    "/me/market/needs/{need_id}/change",
    "/me/market/needs/{need_id}/choose",
    "/me/market/needs/{need_id}/complaint",
    "/me/market/needs/{need_id}/description",
    "/me/market/needs/{need_id}/disputes/{dispute_id}",
    "/me/market/needs/{need_id}/disputes/{dispute_id}/withdraw",
    "/me/market/needs/{need_id}/files",
    "/me/market/needs/{need_id}/files/{file_id}",
    "/me/market/needs/{need_id}/open",
    "/me/market/needs/{need_id}/price",
    "/me/market/needs/{need_id}/publish",
    "/me/market/needs/{need_id}/questions/{question_id}",
    "/me/market/needs/{need_id}/relatives",
    "/me/market/needs/{need_id}/times",
    "/me/market/new",
    "/me/messages/read-all",
    "/me/messages/{message_id}/read",
    "/me/notifications",
    "/me/notifications/{event}",
    "/me/sign-in-ways/devices/end-others",
    "/me/sign-in-ways/devices/{session_id}/end",
    "/me/sign-in-ways/merge",
    "/me/sign-in-ways/merge/code",
    "/me/sign-in-ways/phone",
    "/me/sign-in-ways/phone/code",
    "/me/sign-in-ways/{binding_id}/unbind",
}
# Each is public for a reason; a new one is added here on purpose or not at all.
_ANONYMOUS_WRITES = {
    "/api/v1/case-status-queries",
    "/api/v1/draws/{number}/secret",  # which proves itself
    "/api/v1/guides/{key}/situation",
    # A question: where somebody is stands in no address.
    "/api/v1/market/services/{service_type}/agencies/nearby",
    "/api/v1/phone-codes",
    # Counts, under limits: a signed token of the search before is all that it knows.
    "/api/v1/search/choices",
    "/api/v1/sessions/end",
    "/api/v1/sessions/identity",
    "/api/v1/sessions/mini-program",
    "/api/v1/sessions/official-account",
    "/api/v1/sessions/phone",
    "/api/v1/sessions/refresh",
    "/api/v1/themes/{key}/plan",
    "/objects/quarantine",
    "/sign-in/code",
    "/sign-in/phone",
    "/sign-out",
    # By the password, for who has no session yet.
    "/staff/v1/passwords",
    "/staff/v1/second-factors",
    "/staff/v1/second-factors/confirm",
    "/staff/v1/sessions",
    "/status",
    *_FORMS_OF_PAGES,
}


def test_every_route_declares_its_caller(app: Application) -> None:
    kinds = {declared.caller for _, _, declared in routes(app)}
    assert kinds == {Anyone, Citizen, Staff, Hook, PartnerCity}


def test_a_handler_names_the_caller_that_its_route_declares(app: Application) -> None:
    """`@endpoint` hands the caller in untyped: what the handler says of it must be true."""
    differing, taken = [], 0
    for method, path, declared, route in declared_routes(app):
        named = get_type_hints(unwrap(route.handler)).get("caller")
        taken += named is not None
        if named is not None and named is not declared.caller:
            differing.append((method, path, named, declared.caller))
    assert differing == []
    assert taken > 90


def test_callers_live_under_their_prefix(app: Application) -> None:
    for method, path, declared in routes(app):
        prefixes = _PREFIXES.get(declared.caller, ("/",))
        assert path.startswith(prefixes), f"{method} {path} is for {declared.caller.__name__}"


def test_what_other_cities_send_is_bounded_in_size_and_time(app: Application) -> None:
    of_cities = [one for _, _, one in routes(app) if one.caller is PartnerCity]
    assert len(of_cities) > 5
    assert {(one.most_bytes, one.body_seconds) for one in of_cities} == {(256 * 1024, 30.0)}


def test_every_write_of_an_anonymous_caller_is_known(app: Application) -> None:
    writes = {
        path
        for method, path, declared in routes(app)
        if declared.caller is Anyone and method not in ("get", "head")
    }
    assert writes == _ANONYMOUS_WRITES


def test_creates_accept_an_idempotency_key(app: Application) -> None:
    creates = [
        (path, declared)
        for method, path, declared in routes(app)
        if method == "post" and declared.status == 201 and declared.caller is Citizen
    ]
    assert creates
    assert [path for path, declared in creates if not declared.idempotent] == []


def test_paths_are_plain(app: Application) -> None:
    for _, path, _ in routes(app):
        without = re.sub(r"\{[a-z_]+\}", "x", path)
        assert re.fullmatch(r"/[a-z0-9./_-]*", without), path
