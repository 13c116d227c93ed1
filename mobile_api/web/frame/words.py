"""What only pages say: names on tiles, numbers to dial, words that were found."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from mobile_api.guides.catalogue.service import LifeEvent

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
}


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
