"""By which ways one wants to be told of what, and when not to be disturbed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.accounts.service import locked_person
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, NotFound, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    typed,
    visitor_of,
)
from notifications.inbox.schemas import ChannelPreference, EventPreference
from notifications.inbox.service import (
    QUIET_HOURS,
    Preferences,
    preferences_of,
    set_preferences,
    view_of,
    with_event,
    with_ways,
)
from notifications.models import ChannelName

SETTINGS_PAGE = "/me/notifications"
OF_EVENT = f"{SETTINGS_PAGE}/<event>"
_OF_CITY, _NONE, _OWN = "city", "none", "own"
_WIDE_COLON = "\uff1a"
_NO_TIME = "请填几点几分,例如{example}。"
_SAME = "结束的时间要和开始的时间不一样。"
_EXAMPLES = {"quiet_from": "22:00", "quiet_until": "07:00"}
_SAVED = "已经保存。以后的消息照这样通知您。"


class WaysForm(BaseModel):
    """The ways that are ticked, by their names, and the hours without disturbance."""

    mini_program: str = Field("", max_length=5)
    official_subscription: str = Field("", max_length=5)
    official_template: str = Field("", max_length=5)
    sms: str = Field("", max_length=5)
    quiet: str = Field(_OF_CITY, max_length=5)
    quiet_from: str = Field("", max_length=20)
    quiet_until: str = Field("", max_length=20)


class EventForm(BaseModel):
    """The ways that are ticked for one kind of message."""

    mini_program: str = Field("", max_length=5)
    official_subscription: str = Field("", max_length=5)
    official_template: str = Field("", max_length=5)
    sms: str = Field("", max_length=5)


@endpoint("网页:通知设置", caller=Anyone, media=HTML, errors=(TemporarilyUnavailable,))
async def show_notifications(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    view = view_of(await preferences_of(caller.person_id))
    failure = failure_of(request, SETTINGS_PAGE)
    typed_before = failure.values if failure else {}
    return tell(
        request,
        "account_notifications.html",
        SETTINGS_PAGE,
        channels=view.channels,
        events=[(one, _ways_of(one)) for one in view.events],
        city_hours=view_of(Preferences()).quiet_hours,
        hours=_shown_hours(view.quiet_hours, view.has_own_quiet_hours) | typed_before,
    )


def _shown_hours(hours: str, is_own: bool) -> dict[str, str]:
    """The fields of the hours as they hold now."""
    start, _, end = hours.partition("-")
    kind = (_OWN if hours else _NONE) if is_own else _OF_CITY
    return {"quiet": kind, "quiet_from": start, "quiet_until": end}


def _ways_of(event: EventPreference) -> str:
    """By what this kind of message is told now, as far as the city has it."""
    return "、".join(one.title for one in event.channels if one.is_on and _is_here(one))


def _is_here(way: ChannelPreference) -> bool:
    """The inbox has an explanation as well: it is there, and cannot be turned off."""
    return not way.can_be_turned_off or not way.explanation


def _ticked(request: Request, ways: Sequence[ChannelPreference]) -> Mapping[ChannelName, bool]:
    """What the form says of the ways that it offers; of others nothing changes."""
    offered = [one.channel for one in ways if one.can_be_turned_off and _is_here(one)]
    return {channel: typed(request, channel.value) == "true" for channel in offered}


@endpoint(
    "网页:保存通知设置",
    caller=Anyone,
    form=WaysForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def change_notifications(request: Request, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(SETTINGS_PAGE)
    kind = typed(request, "quiet")
    times = {name: typed(request, name, 20).replace(_WIDE_COLON, ":") for name in _EXAMPLES}
    faults = _faults(times) if kind == _OWN else {}
    if faults:
        return sent_back(request, SETTINGS_PAGE, {"quiet": kind, **times}, faults=faults)
    # Two pages of one person, sent at once, are taken one after the other.
    await locked_person(asked.person_id)
    before = await preferences_of(asked.person_id)
    wanted = with_ways(before, _ticked(request, view_of(before).channels))
    own = {_NONE: "", _OWN: "-".join(times.values())}.get(kind)
    await set_preferences(asked.person_id, replace(wanted, quiet_hours=own))
    return done(request, SETTINGS_PAGE, _SAVED)


def _faults(times: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the own hours; every field at once."""
    faults = {
        name: _NO_TIME.format(example=_EXAMPLES[name])
        for name, time in times.items()
        if not time or not re.match(QUIET_HOURS, f"{time}-{time}")
    }
    if not faults and len(set(times.values())) == 1:
        faults["quiet_until"] = _SAME
    return faults


def _named(wanted: Preferences, event: str) -> EventPreference:
    """Raises NotFound."""
    for one in view_of(wanted).events:
        if one.event == event:
            return one
    raise NotFound()


@endpoint(
    "网页:一类消息的通知方式",
    caller=Anyone,
    media=HTML,
    errors=(NotFound, TemporarilyUnavailable),
)
async def show_event(request: Request, event: str) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return sign_in_to(SETTINGS_PAGE)
    told = _named(await preferences_of(caller.person_id), event)
    path = f"{SETTINGS_PAGE}/{told.event}"
    return tell(request, "account_notification.html", path, event=told)


@endpoint(
    "网页:保存一类消息的通知方式",
    caller=Anyone,
    form=EventForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, NotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def change_event(request: Request, event: str, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(SETTINGS_PAGE)
    await locked_person(asked.person_id)
    before = await preferences_of(asked.person_id)
    told = _named(before, event)
    wanted = with_event(before, told.event, _ticked(request, told.channels))
    await set_preferences(asked.person_id, wanted)
    return done(request, SETTINGS_PAGE, _SAVED)
