"""What a person may choose among the ways of being told, and what their choices come to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mobile_api.shared.errors import FieldFault
from notifications.inbox.schemas import (
    ChannelChoice,
    ChannelPreference,
    EventPreference,
    PreferencesView,
)
from notifications.models import ChannelName
from notifications.policy import CHANNEL_POLICY
from notifications.preferences import Preferences
from notifications.words.reasons import CHANNELS
from notifications.words.templates import TEMPLATES

_ALWAYS_ON = "站内消息是依法告知的凭据,不能关闭。"
_NOT_HERE = "本地没有开通这种通知方式。"


def faults_of_choices(choices: Sequence[ChannelChoice]) -> list[FieldFault]:
    """Every choice that nobody has: the inbox turned off, a message that goes another way."""
    return [
        fault
        for number, choice in enumerate(choices)
        for fault in _faults(f"/choices/{number}", choice)
    ]


def key_of_choice(channel: ChannelName, event: str = "") -> str:
    """As `Preferences.choices` names it; without an event, the way as a whole."""
    return f"{channel}:{event}" if event else channel.value


def with_ways(before: Preferences, wanted: Mapping[ChannelName, bool]) -> Preferences:
    """Ways turned on or off as a whole: what was chosen for single messages of one that is turned
    no longer counts, or a way that is turned off would go on for them."""
    choices = dict(before.choices)
    for channel, is_on in wanted.items():
        if before.allows(channel, "") is not is_on:
            of_events = [key for key in choices if key.startswith(f"{channel}:")]
            choices = {key: value for key, value in choices.items() if key not in of_events}
            choices[key_of_choice(channel)] = is_on
    return replace(before, choices=choices)


def with_event(before: Preferences, event: str, wanted: Mapping[ChannelName, bool]) -> Preferences:
    """Ways of one kind of message; where they are as for all others, nothing is chosen."""
    choices = dict(before.choices)
    for channel, is_on in wanted.items():
        choices.pop(key_of_choice(channel, event), None)
        if before.allows(channel, "") is not is_on:
            choices[key_of_choice(channel, event)] = is_on
    return replace(before, choices=choices)


def _faults(path: str, choice: ChannelChoice) -> list[FieldFault]:
    if choice.channel == ChannelName.in_app and not choice.is_on:
        return [FieldFault(f"{path}/is_on", "cannot_be_turned_off", _ALWAYS_ON)]
    template = TEMPLATES.get(choice.event or "")
    ways = (ChannelName.in_app, *(template.channels if template else ()))
    if choice.event is not None and (template is None or choice.channel not in ways):
        return [FieldFault(f"{path}/event", "not_told_so", "这类消息不通过这种方式发送。")]
    return []


def view_of(wanted: Preferences) -> PreferencesView:
    """What holds for a person who wants that, in the words of this instance."""
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
