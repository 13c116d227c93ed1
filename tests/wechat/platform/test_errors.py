"""Each error code of WeChat asks for one reaction."""

import pytest

from wechat.platform import errors

REACTIONS = {
    -1: errors.TransientFault,
    40001: errors.TokenRejected,
    40014: errors.TokenRejected,
    42001: errors.TokenRejected,
    40164: errors.ConfigurationFault,
    48001: errors.ConfigurationFault,
    40003: errors.RecipientUnreachable,
    43004: errors.RecipientUnreachable,
    50002: errors.RecipientUnreachable,
    40029: errors.CodeRefused,
    40163: errors.CodeRefused,
    40226: errors.PersonBlocked,
    40037: errors.TemplateUnusable,
    41030: errors.TemplateUnusable,
    43116: errors.TemplateUnusable,
    43101: errors.ConsentUsedUp,
    43107: errors.CapabilityBanned,
    48004: errors.CapabilityBanned,
    43108: errors.TooFrequentForRecipient,
    43117: errors.TooFrequentForRecipient,
    45009: errors.DayQuotaExhausted,
    45011: errors.MinuteQuotaExhausted,
    45015: errors.ConversationOver,
    45047: errors.ConversationOver,
    47001: errors.ArgumentRefused,
    47003: errors.ArgumentRefused,
    45168: errors.ContentRefused,
    87014: errors.ContentRefused,
    40249: errors.ContentRefused,
    61010: errors.PersonNotSeenLately,
    49999: errors.WechatFault,
}
# After these the same call may succeed; WeChat asks for no second try after any other.
REPEATED = {-1, 40001, 40014, 42001, 40164, 48001, 43108, 43117, 45009, 45011}


@pytest.mark.parametrize(("code", "fault"), REACTIONS.items())
def test_a_code_has_its_fault(code: int, fault: type[errors.WechatFault]) -> None:
    raised = errors.fault_of(code, "1-2-3")
    assert type(raised) is fault
    assert (raised.errcode, raised.rid) == (code, "1-2-3")


@pytest.mark.parametrize("code", REACTIONS)
def test_only_passing_faults_are_tried_again(code: int) -> None:
    assert isinstance(errors.fault_of(code), errors.TransientFault) == (code in REPEATED)


def test_every_fault_has_a_reason_of_its_own() -> None:
    faults = set(REACTIONS.values())
    assert len({fault.reason for fault in faults}) == len(faults)
