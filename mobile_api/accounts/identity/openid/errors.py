"""What can go wrong between us and the identity service."""

import logging

from mobile_api.shared.errors import AppError, TemporarilyUnavailable

log = logging.getLogger(__name__)


class IdentityServiceSilent(TemporarilyUnavailable):
    code = "identity_service_unavailable"
    title = "身份认证服务暂时没有回应,请稍后再试,或到窗口办理。"


class IdentityRefused(AppError):
    status = 403
    code = "identity_refused"
    title = "身份认证没有通过核对,请重新认证一次。多次不成功,请到窗口办理。"


def refusal(reason: str) -> IdentityRefused:
    """The error to raise; `reason` is for the log alone and names a rule, never a value."""
    log.warning("identity refused: %s", reason)
    return IdentityRefused()


def silence(reason: str) -> IdentityServiceSilent:
    """The error to raise when the identity service does not do its part."""
    log.warning("identity service unavailable: %s", reason)
    return IdentityServiceSilent(retry_after=30)
