"""How many messages one phone may get: the service's own flow control.

https://help.aliyun.com/zh/sms/product-overview/limits
"""

from collections.abc import Sequence

from tests.simulators.clock import Clock
from tests.simulators.sms.config import SmsTemplate
from tests.simulators.sms.errors import SmsRefusal
from tests.simulators.sms.state import Sms, SmsState

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_BEIJING_SHIFT = 8 * _HOUR
# Codes under one signature, to one phone.
_OF_CODES = ((_MINUTE, 1, "分钟级"), (_HOUR, 5, "小时级"), (_DAY, 10, "天级"))
# Notices of one template under one signature, to one phone.
_OF_NOTICES = ((_DAY, 50, "天级"),)


class FlowControl:
    def __init__(self, clock: Clock, state: SmsState, templates: Sequence[SmsTemplate]) -> None:
        self._clock = clock
        self._state = state
        self._kinds = {template.code: template.kind for template in templates}

    def check(self, phone: str, sign_name: str, template: SmsTemplate) -> None:
        """Raises isv.BUSINESS_LIMIT_CONTROL, which names the window in its text only."""
        windows = _OF_CODES if template.kind == "verification" else _OF_NOTICES
        had = [one for one in self._state.messages if self._counts(one, phone, sign_name, template)]
        for seconds, permits, name in windows:
            since = self._since(seconds)
            if sum(one.at > since for one in had) >= permits:
                text = f"触发{name}流控Permits:{permits}"
                raise SmsRefusal("isv.BUSINESS_LIMIT_CONTROL", text)

    def _counts(self, one: Sms, phone: str, sign_name: str, template: SmsTemplate) -> bool:
        if (one.phone, one.sign_name) != (phone, sign_name):
            return False
        if template.kind == "verification":
            return self._kinds.get(one.template_code) == "verification"
        return one.template_code == template.code

    def _since(self, seconds: int) -> float:
        now = self._clock.now()
        if seconds < _DAY:
            return now - seconds
        # Days are calendar days in Beijing.
        return now - (now + _BEIJING_SHIFT) % _DAY
