"""The board as an Atom feed (RFC 4287): the newest notices, whatever their titles hold."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from mobile_api.agency_supermarket.trading.models import TradingNotice
from mobile_api.agency_supermarket.trading.states import CLASS_NAMES, KIND_NAMES, TradingClass
from mobile_api.shared import clock

MEDIA = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_BOARD = "/api/v1/market/trading"
# Before there was anything to tell: a feed has to say when it last changed.
_NOTHING_YET = datetime(2004, 7, 1, tzinfo=UTC)
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(
    notices: Sequence[TradingNotice], public_url: str, trading_class: TradingClass | None
) -> bytes:
    """The feed; links lead to `public_url`, where people reach the service."""
    # In a feed there is no place to say how many are left out.
    notices = [one for one in notices if not one.unreadable]
    root = public_url.rstrip("/") + _BOARD
    suffix = f"?trading_class={trading_class.value}" if trading_class else ""
    about = f" · {CLASS_NAMES[trading_class]}" if trading_class else ""
    feed = Element("feed", {"xmlns": _ATOM})
    _text(feed, "id", f"{root}/feed{suffix}")
    _text(feed, "title", f"公共资源交易公告{about}")
    updated = max((one.published_at for one in notices if one.published_at), default=_NOTHING_YET)
    _text(feed, "updated", clock.in_beijing(updated))
    SubElement(SubElement(feed, "author"), "name").text = "公共资源交易平台"
    SubElement(feed, "link", {"rel": "self", "href": f"{root}/feed{suffix}", "type": MEDIA})
    for notice in notices:
        _entry(feed, notice, root)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(feed: Element, notice: TradingNotice, root: str) -> None:
    entry = SubElement(feed, "entry")
    at = clock.in_beijing(notice.published_at or notice.drafted_at)
    _text(entry, "id", f"urn:uuid:{notice.id}")
    _text(entry, "title", f"【{KIND_NAMES[notice.kind]}】{notice.title}")
    _text(entry, "published", at)
    # It is never written anew.
    _text(entry, "updated", at)
    SubElement(entry, "category", {"term": notice.trading_class.value})
    SubElement(entry, "link", {"href": f"{root}/projects/{notice.project_id}"})
    _text(entry, "summary", notice.text[:200])


def _text(parent: Element, name: str, said: str) -> None:
    SubElement(parent, name).text = _NOT_IN_XML.sub("", said)
