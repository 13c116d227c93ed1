"""Every full view of personal data and every act that must be accounted for leaves a row."""

from mobile_api.shared import clock
from mobile_api.shared.callers import Caller, Operator
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.logging import request_id
from mobile_api.shared.models import AuditRecord


async def audit(
    caller: Caller | Operator,
    action: str,
    *,
    subject_kind: str,
    subject_id: object,
    reason: str = "",
) -> None:
    """Record the act in the running transaction, so that it is told if and only if it happened."""
    transaction_needed()
    await AuditRecord.create(
        at=clock.now(),
        caller_key=caller.key,
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        reason=reason,
        request_id=request_id(),
    )
