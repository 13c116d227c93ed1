"""What only pages say: names on tiles, numbers to dial, words that were found."""

import math
import re
from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup, escape

from mobile_api.guides.catalogue.service import LifeEvent
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.text.identity_numbers import normalised

# The doors of the bar at the foot, and where the addresses behind each begin; the longest counts.
_TABS = {"首页": "/", "办事": "/guides", "消息": "/me/messages", "我的": "/me"}
_TABS_BEGIN = {
    "//": "首页",
    "/": "办事",
    "/me/": "我的",
    "/sign-in/": "我的",
    "/me/messages/": "消息",
}
_MEGABYTE = 1024 * 1024
_WHOLE_ID_NUMBER, _TAIL = re.compile(r"[0-9]{17}[0-9X]"), 6

# What a person would say at the counter, with one character that stands for it on a tile.
WANTS = {
    LifeEvent.BIRTH: ("育", "生孩子"),
    LifeEvent.HOUSEHOLD: ("户", "办户口"),
    LifeEvent.IDENTITY: ("证", "办证件"),
    LifeEvent.MARRIAGE: ("婚", "结婚离婚"),
    LifeEvent.TRAVEL: ("行", "出国出境"),
    LifeEvent.WORK: ("保", "就业社保"),
    LifeEvent.MEDICAL: ("医", "看病医保"),
    LifeEvent.HOUSING: ("房", "买房租房"),
    LifeEvent.DRIVING: ("车", "开车买车"),
    LifeEvent.RETIREMENT: ("老", "退休养老"),
    LifeEvent.DISABILITY: ("助", "申请救助"),
    LifeEvent.STARTING_BUSINESS: ("店", "开店办企业"),
    LifeEvent.RUNNING_BUSINESS: ("照", "办经营许可"),
    LifeEvent.CONSTRUCTION: ("建", "投资建设"),
    LifeEvent.CLOSING_BUSINESS: ("销", "注销退出"),
    LifeEvent.EDUCATION: ("学", "上学读书"),
    LifeEvent.QUALIFICATION: ("考", "考取资格证"),
    LifeEvent.VETERANS: ("军", "参军退役"),
    LifeEvent.DEATH: ("葬", "办理身后事"),
    LifeEvent.LEGAL_SERVICE: ("法", "公证打官司"),
    LifeEvent.ASSOCIATIONS: ("社", "办社会组织"),
    LifeEvent.ETHNICITY_AND_RELIGION: ("族", "办民族宗教事"),
    LifeEvent.CULTURE_AND_SPORT: ("文", "文体旅游"),
    LifeEvent.FARMING: ("农", "种地养殖捕捞"),
    LifeEvent.ENVIRONMENT: ("绿", "环保绿化"),
    LifeEvent.WATER_AND_UTILITIES: ("水", "水电气排水"),
    LifeEvent.TRANSPORT: ("运", "跑运输"),
    LifeEvent.SAFETY: ("安", "消防治安"),
    LifeEvent.TAX: ("税", "缴税开票"),
}


def at_clock(instant: datetime) -> str:
    """09:05:30, in China: when one waits for it, seconds count."""
    return f"{instant.astimezone(BEIJING):%H:%M:%S}"


def file_size(size: int) -> str:
    """3.4MB, or 120KB; `size` is in bytes and rounded up."""
    if size >= _MEGABYTE:
        return f"{math.ceil(size * 10 / _MEGABYTE) / 10:g}MB"
    return f"{math.ceil(size / 1024)}KB"


def days_left(working_days: int) -> str:
    """How long a limit still runs; a negative number is by how much it has passed."""
    if working_days < 0:
        return f"已超过{-working_days}个工作日"
    return f"还剩{working_days}个工作日" if working_days else "今天是最后一天"


def tail_of(text: str) -> str:
    """The last six characters of an ID number, also where the whole number was pasted."""
    tail = normalised(text)
    return tail[-_TAIL:] if _WHOLE_ID_NUMBER.fullmatch(tail) else tail


def dialled(number: str) -> str:
    """A telephone number as `tel:` takes it (RFC 3966)."""
    return re.sub(r"[^0-9+]", "", number)


def marked(text: str, words: Iterable[str]) -> Markup:
    """`text` with each of `words` in <mark>; everything is escaped."""
    wanted = sorted(filter(None, words), key=len, reverse=True)
    if not wanted:
        return escape(text)
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text, flags=re.IGNORECASE)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )


def tabs_of(here: str) -> list[tuple[str, str, str]]:
    """Name, address and `aria-current` of the four doors at the foot of the page at `here`.

    A page that stands nowhere, as that of an error, is behind none of them.
    """
    path = here.partition("?")[0]
    begins = [one for one in _TABS_BEGIN if f"{path}/".startswith(one)] if path else []
    within = _TABS_BEGIN[max(begins, key=len)] if begins else ""
    return [
        (name, door, ("page" if path == door else "true") if name == within else "")
        for name, door in _TABS.items()
    ]
