"""Names of agencies taken apart, as the engine of the guides wants it: what a name says, each part
the heavier the rarer it is. 海州恒达测绘有限公司 says 恒达 and 测绘, and is called 测绘公司 too."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from mobile_api.guides.search.service import Concept, Lexicon, cutter, normalise

# What stands behind a trade, and what people say of it for short; it tells no agency from another.
_TAILS = {
    "有限责任公司": "公司",
    "股份有限公司": "公司",
    "有限公司": "公司",
    "公司": "公司",
    "会计师事务所": "事务所",
    "事务所": "事务所",
    "研究院": "院",
    "设计院": "院",
    "院": "院",
    "中心": "中心",
    "所": "所",
}
_FILLERS = (
    "有限责任公司 股份有限公司 有限公司 公司 事务所 集团 机构 单位 普通合伙 特殊普通合伙 "
    "找 哪家 附近"
)
# A part that every name holds is no evidence; one that a single name holds is its own.
_LEAST, _MOST = 1.3, 3.0


def parts_of(name: str) -> list[str]:
    """Words of two characters or more; single characters beside each other are one word."""
    found: list[str] = []
    run = ""
    for word in (*cutter().cut(normalise(name, longest=None), hmm=False), " "):
        if len(word) == 1 and word != " ":
            run += word
            continue
        if len(run) > 1:
            found.append(run)
        run = ""
        if word.strip():
            found.append(word)
    return found


def lexicon_of(names: Sequence[str]) -> Lexicon:
    """Every part of these names as something that one may ask for."""
    fillers = set(_FILLERS.split())
    counts: Counter[str] = Counter()
    called: dict[str, set[str]] = defaultdict(set)
    for name in names:
        parts = [part for part in parts_of(name) if part not in fillers]
        counts.update(dict.fromkeys(parts, 1))
        for part, other in _called(parts, name):
            called[part].add(other)
    concepts = [
        Concept(part, "object", _weight(count, len(names)), (part, *sorted(called[part])))
        for part, count in counts.items()
    ]
    return Lexicon(concepts, (), _FILLERS)


def _called(parts: Sequence[str], name: str) -> Iterator[tuple[str, str]]:
    """The last part with what stands behind it: 测绘公司, 评估事务所, 评估所."""
    tail = next((short for long, short in _TAILS.items() if name.endswith(long)), None)
    if not parts or tail is None:
        return
    yield parts[-1], parts[-1] + tail
    if tail == "事务所":
        yield parts[-1], parts[-1] + "所"


def _weight(count: int, names: int) -> float:
    rarity = math.log(max(names, 2) / count) / math.log(max(names, 2))
    return _LEAST + (_MOST - _LEAST) * rarity
