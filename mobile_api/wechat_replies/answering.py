"""Answers every message and event of the official account; its door asks it in time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from math import isfinite

from redis.asyncio import Redis

from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import PublishedCatalogue
from mobile_api.shared.errors import TooManyRequests
from mobile_api.shared.http.rate_limits import RateLimit, spend
from mobile_api.shared.settings.settings import Settings
from mobile_api.wechat_replies.boards import function_answer
from mobile_api.wechat_replies.case_answers import CaseAnswers
from mobile_api.wechat_replies.guide_answers import answer_words, card_of_scene
from mobile_api.wechat_replies.links import Links
from mobile_api.wechat_replies.menu import PERSON
from mobile_api.wechat_replies.people import nearest_hall, person_wanted
from mobile_api.wechat_replies.texts import say
from mobile_api.wechat_replies.wishes import Wish, WishKind, wish_of
from wechat.inbound import Push
from wechat.official_account.service import Reply, TextReply

_MESSAGES = RateLimit("wechat-messages", times=30, seconds=60)
# Said once; whoever goes on is not answered until the minute is over.
_TOLD_TO_WAIT = RateLimit("wechat-told-to-wait", times=1, seconds=60)
# Of the seconds in which an answer that is late already has to be found.
_MEANINGS_SECONDS = 5
_FOLLOWED_BY_CODE = "qrscene_"


class CitizenAnswers:
    """The `Answerer` of one process; `catalogue` is the one that the process follows."""

    def __init__(self, settings: Settings, redis: Redis, catalogue: PublishedCatalogue) -> None:
        self._redis = redis
        self._catalogue = catalogue
        self._links = Links.of(settings)
        self._cases = CaseAnswers(redis, self._links, settings.region_code)
        self._by_event: Mapping[str, Callable[[Push], Awaitable[Reply | None]]] = {
            "text": self._text,
            "voice": self._voice,
            "location": self._place,
            "image": self._picture,
            "video": self._picture,
            "shortvideo": self._picture,
            "link": self._other,
            "file": self._other,
            "subscribe": self._follow,
            "SCAN": self._scan,
            "CLICK": self._click,
        }

    def wants(self, event: str) -> bool:
        return event in self._by_event

    async def __call__(self, push: Push) -> Reply | None:
        try:
            await spend(self._redis, _MESSAGES, push.openid)
        except TooManyRequests:
            return await self._told_to_wait(push)
        try:
            return await self._by_event[push.event](push)
        except NoCatalogue:
            return TextReply(content=say("no_catalogue"))

    async def _told_to_wait(self, push: Push) -> Reply | None:
        try:
            await spend(self._redis, _TOLD_TO_WAIT, push.openid)
        except TooManyRequests:
            return None
        return TextReply(content=say("too_fast"))

    async def _text(self, push: Push) -> Reply | None:
        return await self._words(push, _told(push, "Content"))

    async def _voice(self, push: Push) -> Reply | None:
        heard = _told(push, "Recognition").strip()
        return (
            await self._words(push, heard)
            if heard
            else TextReply(content=say("voice_not_understood"))
        )

    async def _words(self, push: Push, text: str) -> Reply:
        wish = wish_of(text)
        if wish.kind is WishKind.case:
            return await self._cases.about(push, wish.number)
        if wish.kind is WishKind.tail:
            return await self._cases.with_tail(push, wish.number)
        if wish.kind is WishKind.id_number:
            return TextReply(content=say("only_tail"))
        if wish.kind is WishKind.person:
            return await person_wanted(self._catalogue.current)
        if wish.kind is WishKind.help:
            return TextReply(content=say("help"))
        return await self._shortcut(push, wish) or await answer_words(
            self._catalogue.current, self._links, self._redis, push, text
        )

    async def _shortcut(self, push: Push, wish: Wish) -> Reply | None:
        """None when the words turn out to be a matter to search for after all."""
        if wish.kind is WishKind.cancel:
            return await self._cases.cancelled(push)
        return function_answer(self._catalogue.current, self._links, wish.function)

    async def _place(self, push: Push) -> Reply | None:
        latitude, longitude = _degrees(push, "Location_X"), _degrees(push, "Location_Y")
        if latitude is None or longitude is None:
            return await self._other(push)
        return nearest_hall(self._catalogue.current, self._links, latitude, longitude)

    async def _picture(self, push: Push) -> Reply | None:
        return TextReply(content=say("picture"))

    async def _other(self, push: Push) -> Reply | None:
        return TextReply(content=say("other_kind"))

    async def _follow(self, push: Push) -> Reply | None:
        snapshot = self._catalogue.current
        welcome = say("welcome", city=snapshot.catalogue.region_name)
        scene = _told(push, "EventKey").removeprefix(_FOLLOWED_BY_CODE)
        card = card_of_scene(snapshot, self._links, scene)
        return TextReply(content=f"{card.content}\n\n{welcome}" if card else welcome)

    async def _scan(self, push: Push) -> Reply | None:
        card = card_of_scene(self._catalogue.current, self._links, _told(push, "EventKey"))
        return card or TextReply(content=say("help"))

    async def _click(self, push: Push) -> Reply | None:
        key = _told(push, "EventKey")
        if key == PERSON:
            return await person_wanted(self._catalogue.current)
        found = function_answer(self._catalogue.current, self._links, key)
        return found or TextReply(content=say("help"))


class WorkerAnswers:
    """As `CitizenAnswers`, in a process that follows no catalogue: it looks before it answers."""

    def __init__(self, settings: Settings, redis: Redis, catalogue: PublishedCatalogue) -> None:
        self._catalogue = catalogue
        self._answers = CitizenAnswers(settings, redis, catalogue)
        self._taking = asyncio.Lock()

    def wants(self, event: str) -> bool:
        return self._answers.wants(event)

    async def __call__(self, push: Push) -> Reply | None:
        await self._catalogue.refresh()
        # The same question gets the same answer here, unless nobody tells the meanings in time.
        with suppress(TimeoutError):
            async with asyncio.timeout(_MEANINGS_SECONDS), self._taking:
                await self._catalogue.take_meanings()
        return await self._answers(push)


def _told(push: Push, field: str) -> str:
    """A field as text; an element of XML with attributes or children is none."""
    value = push.body.get(field)
    return str(value) if isinstance(value, str | int) else ""


def _degrees(push: Push, field: str) -> float | None:
    value = push.body.get(field)
    try:
        degrees = float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None
    return degrees if degrees is not None and isfinite(degrees) and abs(degrees) <= 180 else None
