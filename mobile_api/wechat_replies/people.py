"""A person to talk to: in office hours the chat is handed over, else the hours are told.

The hall is staffed while most of its counters are open, holidays and make-up days included.
"""

from collections import Counter as Tally
from datetime import datetime
from math import cos, hypot, radians

from mobile_api.centre.queries import DayHours, hours_on
from mobile_api.guides.catalogue.service import Counter, MapPoint, ServiceHall
from mobile_api.guides.reading.queries import Snapshot, hours_in_words
from mobile_api.shared import clock
from mobile_api.shared.calendar.working_days import calendar_between
from mobile_api.wechat_replies.links import Links
from mobile_api.wechat_replies.texts import say
from wechat.official_account.service import Reply, TextReply, TransferReply

_KILOMETRES_PER_DEGREE = 111.2
_MESSAGES = "messages"


async def person_wanted(snapshot: Snapshot) -> Reply:
    """Hand over to a person, or say when there is one and how to leave a message."""
    hall = _main_hall(snapshot)
    counters = [one for one in snapshot.counters.values() if one.hall == hall.key]
    now = clock.now().astimezone(clock.BEIJING)
    calendar = await calendar_between(hall.region_code, now.date(), now.date())
    today = [hours_on(one, calendar, now.date()) for one in counters]
    closed = TextReply(content=_when_closed(snapshot, hall, counters))
    if sum(_is_open(day, now) for day in today) * 2 > len(today):
        return TransferReply(otherwise=closed.content)
    return closed


def _main_hall(snapshot: Snapshot) -> ServiceHall:
    own = snapshot.catalogue.region_code
    halls = snapshot.catalogue.halls
    return next((hall for hall in halls if hall.region_code == own), halls[0])


def _is_open(day: DayHours, now: datetime) -> bool:
    return any(period.opens <= f"{now:%H:%M}" < period.closes for period in day.periods)


def _when_closed(snapshot: Snapshot, hall: ServiceHall, counters: list[Counter]) -> str:
    usual = Tally(tuple(hours_in_words(one.hours)) for one in counters).most_common(1)
    hours = "；".join(f"{days} {times}" for days, times in (usual[0][0] if usual else ()))
    return say(
        "not_staffed",
        hours=hours,
        hall=hall.name,
        phone=hall.phones[0].number,
        leave_message=_how_to_leave_a_message(snapshot),
    )


def _how_to_leave_a_message(snapshot: Snapshot) -> str:
    functions = (one for board in snapshot.catalogue.boards for one in board.functions)
    told = next((one.text for one in functions if one.key == _MESSAGES and one.text), None)
    return told or say("leave_message")


def nearest_hall(snapshot: Snapshot, links: Links, latitude: float, longitude: float) -> TextReply:
    """The hall nearest to a point of WeChat's map, with how to get there."""
    hall = min(
        snapshot.catalogue.halls, key=lambda one: _kilometres(one.map_point, latitude, longitude)
    )
    distance = _kilometres(hall.map_point, latitude, longitude)
    content = say(
        "nearest_hall",
        hall=hall.name,
        kilometres=f"{distance:.1f}",
        address=hall.address,
        transport=hall.transport,
        phone=hall.phones[0].number,
        all_halls=links.all_halls(),
    )
    return TextReply(content=content)


def _kilometres(point: MapPoint, latitude: float, longitude: float) -> float:
    """On a flat map, which is good enough inside a city."""
    east = (point.longitude - longitude) * cos(radians(point.latitude))
    return hypot(east, point.latitude - latitude) * _KILOMETRES_PER_DEGREE
