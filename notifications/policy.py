"""Which ways this instance has to tell people, when they keep still, how long they are tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from mobile_api.shared.process.parts import Derived
from mobile_api.shared.settings.settings import Settings
from notifications.models import ChannelName

# Retried for so long, then the next channel's turn comes.
KEEP_TRYING = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ChannelPolicy:
    """What this instance has: channel -> events that it has a template for; its quiet hours."""

    events: Mapping[ChannelName, frozenset[str]]
    quiet_hours: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "ChannelPolicy":
        official = settings.wechat_official_account_app_id
        templates = {
            ChannelName.mini_program: settings.wechat_templates,
            ChannelName.official_subscription: (
                settings.wechat_official_account_subscriptions if official else {}
            ),
            ChannelName.official_template: (
                settings.wechat_official_account_templates if official else {}
            ),
            ChannelName.sms: settings.sms_templates if settings.sms_access_key_id else {},
        }
        events = {channel: frozenset(found) for channel, found in templates.items()}
        return cls(events, settings.quiet_hours)

    def has(self, channel: ChannelName, event: str) -> bool:
        return event in self.events.get(channel, ())


CHANNEL_POLICY = Derived("channels", ChannelPolicy.of)
