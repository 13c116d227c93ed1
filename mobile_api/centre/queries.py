"""Reads the centre's content out of the published catalogue, which carries it."""

import datetime

from mobile_api.centre.errors import ArticleNotFound, CounterNotFound
from mobile_api.centre.hours import DayHours as DayHours
from mobile_api.centre.hours import hours_on as hours_on
from mobile_api.centre.hours import week_of
from mobile_api.centre.schemas import (
    ArticleList,
    ArticleQuery,
    CounterHours,
    Counters,
    Halls,
    PhoneBook,
    PhoneEntry,
)
from mobile_api.guides.catalogue.schemas import Catalogue
from mobile_api.guides.catalogue.service import Article, Phone
from mobile_api.guides.reading.queries import Snapshot
from mobile_api.shared.calendar.working_days import calendar_between


def halls(catalogue: Catalogue, region: str | None) -> Halls:
    """Halls of one region, or all."""
    wanted = [one for one in catalogue.halls if region in (None, one.region_code)]
    return Halls(halls=wanted)


def counters(catalogue: Catalogue, region: str | None) -> Counters:
    """Counters in the halls of one region, or all."""
    known = {hall.key for hall in halls(catalogue, region).halls}
    return Counters(counters=[one for one in catalogue.counters if one.hall in known])


def phone_book(catalogue: Catalogue) -> PhoneBook:
    """Every public number with its owner."""
    names = {hall.key: hall.name for hall in catalogue.halls}
    entries = [
        PhoneEntry(owner=hall.name, place=hall.address, phones=hall.phones)
        for hall in catalogue.halls
    ]
    entries += [
        PhoneEntry(owner=one.name, place=f"{names[one.hall]}{one.place}", phones=one.phones)
        for one in catalogue.counters
    ]
    entries += [
        PhoneEntry(
            owner=one.name,
            place=None,
            phones=[
                Phone(number=one.phone, purpose="业务咨询"),
                Phone(number=one.complaint_phone, purpose="投诉"),
            ],
        )
        for one in catalogue.departments
    ]
    return PhoneBook(entries=entries)


def articles(catalogue: Catalogue, query: ArticleQuery) -> ArticleList:
    """Articles of one kind and region, or all, the newest first."""
    wanted = [
        one
        for one in catalogue.articles
        if query.kind in (None, one.kind) and query.region in (None, one.region_code)
    ]
    wanted.sort(key=lambda one: one.published_on, reverse=True)
    return ArticleList(articles=wanted)


def article(catalogue: Catalogue, key: str) -> Article:
    """Raises ArticleNotFound."""
    for one in catalogue.articles:
        if one.key == key:
            return one
    raise ArticleNotFound()


async def counter_hours(
    snapshot: Snapshot, key: str, first: datetime.date, days: int
) -> CounterHours:
    """The counter's hours with holidays and exceptions. Raises CounterNotFound."""
    counter = snapshot.counters.get(key)
    if counter is None:
        raise CounterNotFound()
    region = snapshot.halls[counter.hall].region_code
    last = first + datetime.timedelta(days=days - 1)
    calendar = await calendar_between(region, first, last)
    found = list(week_of(counter, calendar, first, days))
    return CounterHours(counter=key, name=counter.name, days=found)
