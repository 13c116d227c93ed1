"""Who opens a transaction: the endpoint, a step of due work, and those below for a reason."""

import ast
from inspect import signature, unwrap
from pathlib import Path
from typing import get_type_hints

from mobile_api.openapi import declared_routes
from mobile_api.shared.process.parts import Application
from tests.architecture.http.conftest import routes
from tests.architecture.sources import ROOT, product, tree_of

_OPENED_BY = {
    "mobile_api/shared/http/endpoint.py": "the one of a request",
    # Sign-ins whose first step is no step of a route's: a guess is counted, a page is a read.
    "mobile_api/accounts/phones/service.py": "by a code, for API and page alike",
    "mobile_api/accounts/staff/sign_in_routes.py": "by a password",
    "mobile_api/accounts/staff/routes.py": "a new password, by the one before",
    "mobile_api/web/citizen/wechat_pages.py": "by WeChat's way back",
    "mobile_api/web/citizen/account/identity_pages.py": "by the identity service's way back",
    "mobile_api/web/citizen/applying/sending_pages.py": "a page, after the store has its bytes",
    "mobile_api/web/citizen/applying/ticket_doors.py": "a page, before and after it has them",
    # What stays, whatever becomes of the request.
    "mobile_api/accounts/service.py": "a token came twice: its session ends, its caller is refused",
    "mobile_api/accounts/phones/codes.py": "a code is there before the provider sends it",
    "mobile_api/accounts/bindings/fresh_proofs.py": "a proof: WeChat told who signed in",
    "mobile_api/accounts/wechat_web/sign_in.py": "WeChat told who signed in",
    # Hooks: nothing is opened for a push that is not genuine.
    "notifications/post/ems/routes.py": "a push of EMS",
    "notifications/post/kuaidi100/routes.py": "a push of Kuaidi100",
    "notifications/sending/sms_reports.py": "each report for itself",
    "wechat/inbound.py": "a push of WeChat; and the step that handles it",
    "wechat/official_account/answers.py": "a message is kept before its answer is looked for",
    # Whose call it is, is known by its signature, and only then anything is opened.
    "mobile_api/handoff/exchange/door.py": "a call of another city",
    "mobile_api/handoff/exchange/line.py": "that one was refused",
    "mobile_api/handoff/routes.py": "its message, but for a case, which is taken by one statement",
    # Steps of due work.
    "mobile_api/agency_supermarket/agencies/practitioners/terms.py": "step",
    "mobile_api/agency_supermarket/agencies/sanctions/service.py": "step",
    "mobile_api/agency_supermarket/agencies/terms.py": "step",
    "mobile_api/agency_supermarket/credit/following.py": "step",
    "mobile_api/agency_supermarket/credit/years.py": "step",
    "mobile_api/agency_supermarket/disputes/following.py": "step",
    "mobile_api/agency_supermarket/openings/following.py": "step",
    "mobile_api/agency_supermarket/trading/complaints/deciding.py": "the desk is late",
    "mobile_api/agency_supermarket/trading/publishing.py": "a deadline comes",
    "mobile_api/agency_supermarket/contracts/following.py": "step",
    "mobile_api/agency_supermarket/figures/following.py": "step",
    "mobile_api/agency_supermarket/ranking/counting.py": "step",
    "mobile_api/guides/meaning/computing.py": "step",
    "mobile_api/draws/overdue.py": "a draw whose time ran out",
    "mobile_api/cases/deadlines.py": "step",
    "mobile_api/handoff/custody/due.py": "step",
    "mobile_api/handoff/incoming/arriving.py": "step",
    "mobile_api/handoff/outgoing/asking.py": "what another city answered",
    "mobile_api/handoff/outgoing/sending.py": "what another city answered",
    "uploads/taking_in.py": "a file of another system: its row, and that it is there",
    "mobile_api/cases/post/tasks.py": "step",
    "mobile_api/personal_data/deleting.py": "step",
    "mobile_api/personal_data/exporting.py": "step",
    "mobile_api/personal_data/merging.py": "step",
    "mobile_api/shared/due/working.py": "a row is put off, or comes to its end",
    "mobile_api/shared/history/following.py": "one event for one follower",
    "notifications/post/kuaidi100/subscriptions.py": "step",
    "notifications/post/parcels/outcomes.py": "one outcome for its owner",
    "notifications/post/parcels/work.py": "step",
    "notifications/sending/recording.py": "step",
    "wechat/content/checks.py": "step",
    "wechat/official_account/followers.py": "step",
    # The demo plays everybody: each act in the transaction that its route would open.
    "mobile_api/demo/market/agencies.py": "all of one agency's life",
    "mobile_api/demo/market/board.py": "a project until its panel is drawn, and its result",
    "mobile_api/demo/market/certificates.py": "an upload begins, and is complete",
    "mobile_api/demo/market/judging.py": "an expert scores",
    "mobile_api/demo/market/needs.py": "a need until its deadline, its opening, a dispute",
    "mobile_api/demo/market/contracts.py": "a contract from its award as far as it is told",
    "mobile_api/demo/market/numbers.py": "issues are announced, a number is entered",
    "mobile_api/demo/market/people.py": "somebody is there, and claims an enterprise",
    # Commands, and what looks at many rows as of one instant.
    "mobile_api/accounts/staff/commands.py": "somebody is dismissed or reinstated",
    "mobile_api/handoff/partners/commands.py": "an operator does something to a partner or a key",
    "mobile_api/handoff/partners/loading.py": "a file of partners is loaded: all of it or nothing",
    "mobile_api/accounts/staff/service.py": "somebody is added, after Argon2",
    "mobile_api/migrating.py": "a migration and the row that says so",
    "mobile_api/guides/publishing/service.py": "a catalogue is published",
    "mobile_api/shared/calendar/seed.py": "a calendar is written",
    "mobile_api/shared/due/ended.py": "each row is made due again for itself",
    "mobile_api/shared/history/anchoring.py": "one look at all heads",
    "mobile_api/shared/history/runs.py": "what a worker and a command tell of themselves",
    "mobile_api/shared/history/verifying.py": "one look at some histories",
    "notifications/operating/replaying.py": "each message is replayed for itself",
}
# Reads by their method that write, and why they may.
_WRITING_READS = {
    ("get", "/staff/v1/parcels/{parcel_id}/label"),
    ("get", "/staff/v1/handoffs/{handoff_id}/evidence"),
    # Who read the reasons of people is written down.
    ("get", "/staff/v1/draws/{number}/contests"),
    ("get", "/staff/v1/market/needs/{need_id}/exclusions"),
}
_WITHOUT = {
    "/api/v1/market/services/{service_type}/agencies/nearby",
    # They only ask.
    "/api/v1/address-readings",
    "/api/v1/case-status-queries",
    "/api/v1/guides/{key}/situation",
    "/api/v1/postage-estimates",
    "/api/v1/themes/{key}/plan",
    "/me/addresses/read",
    "/status",
    # They write to Redis, or to the directory of files, and to no table.
    "/api/v1/me/counter-code",
    "/me/counter-code",
    "/objects/quarantine",
    # One statement counts, after Redis was asked.
    "/api/v1/search/choices",
    # What they count stays counted: guesses of a password, codes that were sent.
    "/api/v1/phone-codes",
    "/me/sign-in-ways/merge",
    "/me/sign-in-ways/phone",
    "/sign-in/phone",
    "/staff/v1/passwords",
    "/staff/v1/sessions",
    # Those that open their own, see above.
    "/api/v1/sessions/phone",
    "/api/v1/sessions/refresh",
    "/hooks/ems",
    "/hooks/kuaidi100",
    "/hooks/sms/reports/{secret}",
    "/hooks/wechat/mini-program",
    "/hooks/wechat/official-account",
    "/me/cases/{case_id}/materials/{key}/pages",
    "/me/cases/{case_id}/materials/{key}/tickets",
    "/me/cases/{case_id}/materials/{key}/tickets/{file_id}",
    "/me/agency/contracts/{contract_id}/deliver/files",
    "/me/agency/contracts/{contract_id}/milestones/{place}/files",
    "/me/agency/contracts/{contract_id}/propose/files",
    "/me/agency/credit/entries/{entry_id}/repair/files",
    "/me/agency/qualifications/{kind}/files",
    "/me/complaints/about/{notice_id}/files",
    "/sign-in/code",
    # They take a file, each row in a transaction of its own, and keep it in the sender's hand.
    "/me/market/contracts/{contract_id}/propose/files",
    "/me/market/needs/{need_id}/files",
}


def names_used(path: Path, module: str) -> set[str]:
    """What a file imports from that module."""
    return {
        alias.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def test_transactions_are_opened_where_they_are_known_to_be() -> None:
    opened_by = {
        path.relative_to(ROOT).as_posix()
        for path in product()
        if "in_transaction" in names_used(path, "mobile_api.shared.database")
    }
    assert opened_by == set(_OPENED_BY)


def test_nobody_goes_round_the_one_door() -> None:
    users = [path.name for path in product() if names_used(path, "tortoise.transactions")]
    assert users == ["database.py"]


def test_a_call_without_a_transaction_is_known(app: Application) -> None:
    without = {path for _, path, declared in routes(app) if declared.transaction is False}
    assert without == _WITHOUT
    writing = {(method, path) for method, path, one in routes(app) if one.transaction is True}
    assert writing == _WRITING_READS


def test_a_handler_names_what_its_first_step_answers(app: Application) -> None:
    """`@endpoint` hands it in untyped: what the handler says of it must be true."""
    differing, asking = [], 0
    for method, path, declared, route in declared_routes(app):
        handler = unwrap(route.handler)
        named, step = get_type_hints(handler).get("asked", type(None)), declared.asks_first
        asking += step is not None
        told = get_type_hints(step)["return"] if step else type(None)
        is_known = not step or set(signature(step).parameters) <= set(signature(handler).parameters)
        if named != told or not is_known:
            differing.append((method, path))
    assert differing == []
    assert asking > 10
