"""What the signed-in person wants to be told by which way, and when not to be disturbed."""

from sanic import Blueprint, Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import FieldFault, InvalidInput
from mobile_api.shared.http.endpoint import endpoint
from notifications.inbox.schemas import (
    ChannelChoice,
    ChannelPreference,
    EventPreference,
    PreferencesChange,
    PreferencesView,
)
from notifications.models import ChannelName
from notifications.policy import CHANNEL_POLICY
from notifications.preferences import Preferences, preferences_of, set_preferences
from notifications.words.reasons import CHANNELS
from notifications.words.templates import TEMPLATES

citizen = Blueprint("notification_preferences", url_prefix="/api/v1")

_ALWAYS_ON = "站内消息是依法告知的凭据,不能关闭。"
_NOT_HERE = "本地没有开通这种通知方式。"


@citizen.get("/me/notification-preferences")
@endpoint("我的通知设置", caller=Citizen, answer=PreferencesView)
async def preferences(request: Request, caller: Citizen) -> PreferencesView:
    return _view(await preferences_of(caller.person_id))


@citizen.put("/me/notification-preferences")
@endpoint("更改通知设置", caller=Citizen, body=PreferencesChange, answer=PreferencesView)
async def change_preferences(
    request: Request, caller: Citizen, body: PreferencesChange
) -> PreferencesView:
    faults = [
        fault
        for number, choice in enumerate(body.choices)
        for fault in _faults(f"/choices/{number}", choice)
    ]
    if faults:
        raise InvalidInput(faults)
    wanted = Preferences({_key(one): one.is_on for one in body.choices}, body.quiet_hours)
    await set_preferences(caller.person_id, wanted)
    return _view(wanted)


def _key(choice: ChannelChoice) -> str:
    return choice.channel.value if choice.event is None else f"{choice.channel}:{choice.event}"


def _faults(path: str, choice: ChannelChoice) -> list[FieldFault]:
    if choice.channel == ChannelName.in_app and not choice.is_on:
        return [FieldFault(f"{path}/is_on", "cannot_be_turned_off", _ALWAYS_ON)]
    template = TEMPLATES.get(choice.event or "")
    ways = (ChannelName.in_app, *(template.channels if template else ()))
    if choice.event is not None and (template is None or choice.channel not in ways):
        return [FieldFault(f"{path}/event", "not_told_so", "这类消息不通过这种方式发送。")]
    return []


def _view(wanted: Preferences) -> PreferencesView:
    policy = CHANNEL_POLICY.here()
    own = wanted.quiet_hours
    return PreferencesView(
        quiet_hours=policy.quiet_hours if own is None else own,
        has_own_quiet_hours=own is not None,
        channels=[_way(one, wanted, is_here=bool(policy.events.get(one))) for one in ChannelName],
        events=[
            EventPreference(
                event=event,
                title=template.title,
                channels=[
                    _way(one, wanted, event=event, is_here=policy.has(one, event))
                    for one in (ChannelName.in_app, *template.channels)
                ],
            )
            for event, template in TEMPLATES.items()
            if template.channels
        ],
    )


def _way(
    channel: ChannelName, wanted: Preferences, *, is_here: bool, event: str = ""
) -> ChannelPreference:
    is_inbox = channel == ChannelName.in_app
    return ChannelPreference(
        channel=channel,
        title=CHANNELS[channel],
        is_on=wanted.allows(channel, event),
        can_be_turned_off=not is_inbox,
        explanation=_ALWAYS_ON if is_inbox else "" if is_here else _NOT_HERE,
    )
