"""A person's own data over HTTP: two accounts made one, a copy of everything, the end of it."""

from sanic import Blueprint, Request

from mobile_api.accounts.bindings.service import Proven, Prover
from mobile_api.accounts.errors import PhoneCodeWrong, ProofNeeded
from mobile_api.accounts.phones.models import CodePurpose
from mobile_api.accounts.phones.schemas import Proof
from mobile_api.personal_data import deleting, exporting, merging
from mobile_api.personal_data.errors import (
    DifferentPeople,
    ExportNotReady,
    NoDeletion,
    NoExport,
    OpenCases,
    OpenMarketMatters,
)
from mobile_api.personal_data.models import AccountDeletion, DataExport
from mobile_api.personal_data.schemas import DeletionView, ExportLinks, ExportView, MergeDone
from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from uploads.service import STORE
from wechat.login import SIGN_IN_ERRORS

citizen = Blueprint("personal_data", url_prefix="/api/v1")

_PROOF_ERRORS = (*SIGN_IN_ERRORS, ProofNeeded, PhoneCodeWrong, TooManyRequests)


async def _prove_the_other(request: Request, caller: Citizen, body: Proof) -> Proven | None:
    return await merging.prove_the_other(Prover.of(request, caller), body)


@citizen.post("/me/merges")
@endpoint(
    "合并账户",
    caller=Citizen,
    body=Proof,
    answer=MergeDone,
    errors=(*_PROOF_ERRORS, DifferentPeople),
    asks_first=_prove_the_other,
    guessing=True,
)
async def merge(request: Request, caller: Citizen, body: Proof, asked: Proven | None) -> MergeDone:
    """The proof is of the other account, with a code of the purpose `merge`."""
    return MergeDone(session=await merging.session_after(caller, asked))


def _export_view(export: DataExport) -> ExportView:
    return ExportView.model_validate(export, from_attributes=True)


async def _prove_for_export(request: Request, caller: Citizen, body: Proof) -> Proven:
    return await Prover.of(request, caller).own_or_recent(body, CodePurpose.export)


@citizen.post("/me/export")
@endpoint(
    "申请个人信息副本",
    caller=Citizen,
    body=Proof,
    answer=ExportView,
    status=202,
    errors=_PROOF_ERRORS,
    guessing=True,
    asks_first=_prove_for_export,
)
async def ask_export(request: Request, caller: Citizen, body: Proof, asked: Proven) -> ExportView:
    return _export_view(await exporting.ask(caller, asked))


@citizen.get("/me/export")
@endpoint("个人信息副本的进度", caller=Citizen, answer=ExportView, errors=(NoExport,))
async def own_export(request: Request, caller: Citizen) -> ExportView:
    return _export_view(await exporting.newest(caller))


async def _prove_for_links(request: Request, caller: Citizen, body: Proof) -> Proven:
    return await Prover.of(request, caller).own_or_recent(body, CodePurpose.export)


@citizen.post("/me/export/links")
@endpoint(
    "下载个人信息副本",
    caller=Citizen,
    body=Proof,
    answer=ExportLinks,
    errors=(*_PROOF_ERRORS, NoExport, ExportNotReady),
    guessing=True,
    asks_first=_prove_for_links,
)
async def export_links(
    request: Request, caller: Citizen, body: Proof, asked: Proven
) -> ExportLinks:
    return ExportLinks(urls=await exporting.links(STORE.of(request), caller, asked))


def _deletion_view(deletion: AccountDeletion) -> DeletionView:
    return DeletionView(
        state=deletion.state.value,
        requested_at=deletion.requested_at,
        erases_at=deletion.erases_at,
        kept=deleting.what_is_kept(),
    )


async def _prove_for_deletion(request: Request, caller: Citizen, body: Proof) -> Proven:
    return await Prover.of(request, caller).own_or_recent(body, CodePurpose.delete)


@citizen.post("/me/deletion")
@endpoint(
    "申请注销账户",
    caller=Citizen,
    body=Proof,
    answer=DeletionView,
    status=202,
    errors=(*_PROOF_ERRORS, OpenCases, OpenMarketMatters),
    guessing=True,
    asks_first=_prove_for_deletion,
)
async def ask_deletion(
    request: Request, caller: Citizen, body: Proof, asked: Proven
) -> DeletionView:
    return _deletion_view(await deleting.ask(caller, asked))


@citizen.get("/me/deletion")
@endpoint("注销申请的进度", caller=Citizen, answer=DeletionView, errors=(NoDeletion,))
async def own_deletion(request: Request, caller: Citizen) -> DeletionView:
    return _deletion_view(await deleting.present(caller))


@citizen.delete("/me/deletion")
@endpoint("取消注销", caller=Citizen, status=204)
async def cancel_deletion(request: Request, caller: Citizen) -> None:
    await deleting.cancel(caller)
