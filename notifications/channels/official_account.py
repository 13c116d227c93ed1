"""Messages of the official account: subscription notices (订阅通知) and 模板消息."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from mobile_api.shared import clock
from mobile_api.shared.settings.settings import Settings
from notifications.channels.base import Address, DueDelivery, Outcome, Sent
from notifications.channels.consents import settle_consents
from notifications.channels.mini_program import outcome_of
from notifications.channels.openids import openids_of
from notifications.models import ChannelName, DeliveryState
from notifications.words import reasons
from wechat.official_account.service import (
    MiniProgramPage,
    note_follower_gone,
    send_subscription,
    send_template,
)
from wechat.platform.errors import CapabilityBanned, TemplateUnusable, WechatFault
from wechat.platform.service import WechatClient

log = logging.getLogger(__name__)

# A ban is lifted by people, so nobody asks again sooner.
_BANNED_FOR = timedelta(minutes=30)
_TEMPLATE_BANNED, _NOT_FOLLOWING = 43116, 43004
_GONE = object()


@dataclass(frozen=True, slots=True)
class Opens:
    """What a tap opens: the delivery's page of the mini-program, else `url`."""

    url: str
    mini_program_app_id: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Opens":
        """The page where a case is looked up is the same for everybody and names nobody."""
        is_bound = settings.wechat_official_account_opens_mini_program
        app_id = settings.wechat_mini_program_app_id if is_bound else ""
        return cls(f"{settings.public_url}/status", app_id)

    def page(self, path: str) -> MiniProgramPage | None:
        """None when there is no page or no mini-program that it may open."""
        has_page = path and self.mini_program_app_id
        return MiniProgramPage(self.mini_program_app_id, path) if has_page else None


class Bans:
    """What WeChat has banned lately, by template id (43116) or whole (43107): skipped for a while.

    Each message then goes on to its next channel at once, and the log holds one line, not
    thousands.
    """

    def __init__(self) -> None:
        self._until: dict[str, tuple[datetime, str]] = {}

    def reason_of(self, template_id: str) -> str:
        """Why this template is not to be tried now; empty when it may be."""
        for key in ("", template_id):
            until, reason = self._until.get(key, (clock.now(), ""))
            if until > clock.now():
                return reason
        return ""

    def note(self, fault: WechatFault, template_id: str) -> None:
        is_whole = isinstance(fault, CapabilityBanned)
        if not is_whole and fault.errcode != _TEMPLATE_BANNED:
            return
        if not self.reason_of(template_id):
            what = "messages of the official account" if is_whole else "one template"
            log.error("WeChat has banned %s: errcode %s", what, fault.errcode)
        key = "" if is_whole else template_id
        self._until[key] = (clock.now() + _BANNED_FOR, fault.reason)


class _OfficialAccountChannel(ABC):
    """`templates`: event -> template id of this kind of message."""

    name: ChannelName
    repeats_safely = False
    repeats_safely_for = timedelta()

    def __init__(
        self,
        client: WechatClient,
        templates: Mapping[str, str],
        opens: Opens,
        long_term: Collection[str] = (),
    ) -> None:
        self._client, self._templates, self._opens = client, templates, opens
        self._long_term = frozenset(long_term)
        self._bans = Bans()
        self.quota = client.app_id

    async def addresses_of(self, deliveries: Sequence[DueDelivery]) -> Mapping[UUID, Address]:
        """See Channel."""
        return await openids_of(self.quota, deliveries)

    async def send(self, delivery: DueDelivery, address: Address) -> Outcome:
        """One message to the person's account here."""
        template_id = self._templates.get(delivery.event)
        if template_id is None:
            return Outcome(DeliveryState.fallen_back, reasons.NO_TEMPLATE)
        banned = self._bans.reason_of(template_id)
        if banned:
            return Outcome(DeliveryState.failed, banned)
        try:
            message_id = await self._send(delivery, address, template_id)
        except WechatFault as fault:
            self._bans.note(fault, template_id)
            return self._outcome(fault)
        return Outcome(DeliveryState.sent, message_id=message_id)

    @abstractmethod
    async def _send(
        self, delivery: DueDelivery, address: Address, template_id: str
    ) -> str | None: ...

    def _outcome(self, fault: WechatFault) -> Outcome:
        outcome = outcome_of(fault)
        if isinstance(fault, TemplateUnusable) and fault.errcode != _TEMPLATE_BANNED:
            log.error("a template of the official account is unusable: errcode %s", fault.errcode)
        return outcome

    @abstractmethod
    async def settle(self, sent: Sequence[Sent]) -> None:
        """See Channel."""


class OfficialSubscriptionChannel(_OfficialAccountChannel):
    """Notices to whoever agreed to them, followers or not. No id drops a repetition."""

    name = ChannelName.official_subscription

    async def _send(self, delivery: DueDelivery, address: Address, template_id: str) -> str | None:
        return await send_subscription(
            self._client,
            openid=address.to,
            template_id=template_id,
            values=delivery.content,
            page=self._opens.url,
            mini_program=self._opens.page(delivery.page),
        )

    async def settle(self, sent: Sequence[Sent]) -> None:
        """See Channel."""
        await settle_consents(self.quota, sent, self._templates, self._long_term)


class OfficialTemplateChannel(_OfficialAccountChannel):
    """Messages to followers. WeChat drops a second one with the same client_msg_id for ten minutes.

    A refused template (43101) is the person's choice, not a fault.
    """

    name = ChannelName.official_template
    repeats_safely = True
    # WeChat counts from when it took the message, and its minute is not ours.
    repeats_safely_for = timedelta(minutes=9)

    async def addresses_of(self, deliveries: Sequence[DueDelivery]) -> Mapping[UUID, Address]:
        """See Channel; people who have left the account cannot be reached."""
        return await openids_of(self.quota, deliveries, must_follow=True)

    async def _send(self, delivery: DueDelivery, address: Address, template_id: str) -> str | None:
        return (
            await send_template(
                self._client,
                openid=address.to,
                template_id=template_id,
                values=delivery.content,
                url=self._opens.url,
                mini_program=self._opens.page(delivery.page),
                client_msg_id=delivery.id.hex,
            )
            or None
        )

    def _outcome(self, fault: WechatFault) -> Outcome:
        outcome = super()._outcome(fault)
        if outcome.reason == "no_consent":
            return replace(outcome, reason=reasons.BLOCKED_BY_PERSON)
        return replace(outcome, effect=_GONE) if fault.errcode == _NOT_FOLLOWING else outcome

    async def settle(self, sent: Sequence[Sent]) -> None:
        """See Channel."""
        gone = [address.to for _, address, outcome in sent if outcome.effect is _GONE]
        if gone:
            await note_follower_gone(self.quota, gone)
