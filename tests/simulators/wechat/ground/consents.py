"""One-time and long-term consent to subscription messages, as WeChat counts it."""

from tests.simulators.wechat.ground.config import Template
from tests.simulators.wechat.ground.errors import WechatError
from tests.simulators.wechat.ground.state import Person


def spend_consent(person: Person, template: Template) -> None:
    """One accept allows one message, a long-term one many. Raises 43101 when none is left."""
    key = template.template_id
    has_consent = person.balances.get(key, 0) > 0 and key not in person.refused
    if person.subscriptions_off or not has_consent:
        raise WechatError(43101)
    if not template.long_term:
        person.balances[key] -= 1
