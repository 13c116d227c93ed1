"""Text as citizens type it, brought to one form before anything is compared."""

import functools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from opencc import OpenCC

from mobile_api.shared.text.characters import plain

FOLDER = Path(__file__).parent
LONGEST_QUERY = 60
# Nothing longer is even normalised: what comes after cannot reach the first 60 characters.
LONGEST_INPUT = 400
LONGEST_KEY = 30

_NOT_A_WORD = re.compile(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff]+")
_CHINESE_DIGITS = re.compile(r"[零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{4,}")
# 转公积金 is zhuangongjijin: the g before a vowel begins the next syllable.
_ACCENTS = re.compile(r"(?<=[zcs])h|(?<=n)g(?![aeiouv])")
# Written one by one with a finger, characters arrive as 身 份 证.
_SPACE_BETWEEN_SINGLES = re.compile(r"(?<=\b\w) (?=\w\b)")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
# Pinyin as a textbook writes it: nǎinai shuāi dǎo le.
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ", "aaaaeeeeiiiioooouuuuvvvvvnnn")
# 办护照, 补办身份证 and 注销公司 are names, too.
_VERB_BEFORE = re.compile("(?:申请|注销|变更|提取|[办补换领取开交缴查])+(?=[^ ])")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def read_json(name: str) -> Any:
    """A data file of this folder."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


# What cuts words and what reads them aloud take 85 MB, and are loaded by the first who asks: a
# worker never does.
@functools.cache
def cutter() -> Any:
    """rjieba, which cuts text into words."""
    import rjieba

    return rjieba


@functools.cache
def _pypinyin() -> Any:
    import pypinyin

    return pypinyin


@functools.cache
def wording() -> dict[str, Any]:
    """`wording.json`: fillers, look-alike characters, readings of place names, patterns."""
    data: dict[str, Any] = read_json("wording.json")
    _pypinyin().load_phrases_dict(
        {
            name: [[syllable] for syllable in reading.split()]
            for name, reading in data["place_readings"].items()
        }
    )
    return data


@functools.cache
def _simplified() -> dict[int, str]:
    # One table once: converting each query with OpenCC costs 90 microseconds, this one.
    convert = OpenCC("t2s").convert
    pairs = ((code, convert(chr(code))) for code in range(0x4E00, 0xA000))
    return {code: simple for code, simple in pairs if simple != chr(code)}


def simplified(text: str) -> str:
    """繁體 as 简体, one character for one."""
    return text.translate(_simplified())


def normalise(text: str, *, longest: int | None = LONGEST_QUERY) -> str:
    """Half-width, lower case, simplified characters; everything but letters and digits a space.

    What cannot be seen vanishes: text copied from pages and PDFs carries it inside of words.
    """
    if longest is not None:
        text = text[:LONGEST_INPUT]
    text = simplified(plain(text).lower().translate(_TONES))
    spaced = _NOT_A_WORD.sub(" ", text).strip()
    return _SPACE_BETWEEN_SINGLES.sub("", spaced)[:longest].strip()


@functools.cache
def _measures() -> re.Pattern[str]:
    return re.compile(wording()["measures"])


def without_measures(text: str) -> str:
    """`上个户口`, `刻一套章`, `办张卡` without the measure word that splits verb and object."""
    return _measures().sub("", text)


@functools.cache
def _bereaved() -> re.Pattern[str]:
    """Who of the family (`child` or `adult`), what may stand between, and how the death is told.

    `gone` is told of a death only by what follows it, or by nothing following: 走了 and 没了 are
    also a way that was gone (走了银行贷款) and a thing that was lost (没了户口).
    """
    words = wording()["bereaved"]
    gone = "|".join(f"{went}(?={follows})" for went, follows in words["gone"].items())
    return re.compile(
        "(?:[我俺咱他她你](?:们|家)?)?"
        f"(?:(?P<child>{words['child']})|(?P<adult>{words['adult']}))(?:{words['before']}){{0,3}}"
        f"(?:{words['died']}|(?P<in_service>{words['in_service']})|{gone})了?"
    )


def as_a_death(text: str) -> str:
    """A normalised query with who of the family died, however it is put (走了, 没了, 夭折), in the
    words of the matters that follow a death; of a death alone they all are meant. A death in
    service (因公牺牲) has matters of its own, and keeps its words."""
    found = _bereaved().search(text)
    if not found or found["in_service"]:
        return text
    died, alone = ("孩子死亡", "注销户口") if found["child"] else ("老人去世", "销户丧葬")
    before, after = text[: found.start()], text[found.end() :]
    return f"{before}{died}{after}" if (before + after).strip() else died + alone


def is_bereaved(text: str) -> bool:
    """Whether a query tells that somebody of the family has died, and not long ago."""
    text = normalise(text)
    found = _bereaved().search(text)
    if not found or re.search(wording()["long_ago"], text):
        return False
    return not re.match(wording()["long_since"], text[found.end() :])


def is_hard_answer(name: str, reading: str) -> bool:
    """Whether a matter called `name` is one after a death, and the query as it was read tells of
    none: whoever asks for the subsidies of a second child is not told of a child that died."""
    words = wording()
    return bool(re.search(words["of_a_death"], name)) and not (
        re.search(words["tells_of_a_death"], reading)
    )


def without_names(text: str, names: Iterable[str]) -> str:
    """A normalised text without what a matter is called, nor the place that belongs to its name:
    异地 in 异地看病怎么报 is a part of 异地就医备案 and asks for no other place.

    The verb of a name stays, for it belongs to what asks (怎么办 in 怎么办护照).
    """
    places, told = wording()["places_in_names"], text
    known = sorted((normalise(name, longest=None) for name in names), key=len, reverse=True)
    of_place = {place for name in known for place in re.findall(places, name)}
    # A name of signs only is no word: it stands between any two characters.
    for name in filter(None, known):
        before = f"(?:{places})*" if re.search(places, name) else ""
        verb = _VERB_BEFORE.match(name)
        told = re.sub(before + re.escape(name), f"{verb.group() if verb else ''} ", told)
    if told == text:
        for place in sorted(of_place):
            told = told.replace(place, " ", 1)
    return told


def without_the_counter(text: str) -> str:
    """Without what names a counter or papers and no matter: 你们, 材料, 不齐."""
    return re.sub(wording()["of_no_matter"], " ", text)


def query_key(text: str) -> str:
    """What may be counted of an unanswered query: at most 30 characters, no number kept.

    Every digit is a `#`, and so is a run of four or more Chinese numerals, because people
    type their ID and telephone numbers into search boxes.
    """
    # 〇 is none of the characters that a search reads, and would part the numerals around it.
    normal = normalise(text.replace("〇", "零"))
    masked = re.sub(r"[0-9]+x?", lambda run: "#" * len(run.group()), normal)
    masked = _CHINESE_DIGITS.sub(lambda run: "#" * len(run.group()), masked)
    return masked[:LONGEST_KEY]


def is_han(character: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


@functools.lru_cache(maxsize=30_000)
def is_verb(character: str) -> bool:
    """Whether one Chinese character by itself is a verb."""
    return any(kind.startswith("v") for _, kind in cutter().tag(character))


def has_han(text: str) -> bool:
    """Whether any character is Chinese."""
    return bool(_HAN.search(text))


@functools.lru_cache(maxsize=30_000)
def syllable(character: str) -> str:
    """The usual reading of one character without tone; the character itself if it has none."""
    return str(_pypinyin().lazy_pinyin(character)[0]).replace("ü", "v")


@functools.lru_cache(maxsize=30_000)
def readings(character: str) -> frozenset[str]:
    """Every reading of one character without tone."""
    read = _pypinyin()
    found = read.pinyin(character, style=read.Style.NORMAL, heteronym=True)[0]
    return frozenset(reading.replace("ü", "v") for reading in found)


@functools.lru_cache(maxsize=100_000)
def syllables(word: str) -> tuple[str, ...]:
    """The readings of a word in context (银行 is yin hang), one syllable per character."""
    wording()
    found = tuple(part.replace("ü", "v") for part in _pypinyin().lazy_pinyin(word))
    return found if len(found) == len(word) else tuple(syllable(one) for one in word)


def blurred(letters: str) -> str:
    """Pinyin without the differences that many accents do not make (zh/z, ang/an, ...)."""
    return _ACCENTS.sub("", letters)


def bigrams(text: str) -> Iterator[str]:
    """Pairs of neighbouring Chinese characters: they lose nothing where segmentation errs."""
    for run in _HAN_RUN.findall(text):
        for at in range(len(run) - 1):
            yield run[at : at + 2]
