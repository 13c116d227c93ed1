"""A process of its own knows meanings: nobody waits for it long, and nothing falls with it."""

import asyncio
import sys
from importlib.util import find_spec

import pytest

from mobile_api.guides.meaning.apart import MeaningProcess, MeaningUnavailable
from mobile_api.guides.meaning.following import PACKAGE, Meanings, make_meanings
from mobile_api.guides.meaning.line import NEAR, VERSION
from mobile_api.guides.meaning.texts import meant_by
from mobile_api.guides.search import SearchDocument
from mobile_api.shared.process.parts import closing
from tests.settings import bare_settings
from tests.waiting import until

NAMES = ("渔船检验", "犬只登记", "身份证补领", "企业开办登记", "殡葬服务补贴")
DOCUMENTS = [SearchDocument("item", name, name) for name in NAMES]
OLD, NEW = 3, 4


async def filled(process: MeaningProcess) -> None:
    vectors = [await process.vector_of(meant_by(one).texts) for one in DOCUMENTS]
    await process.take(OLD, range(len(DOCUMENTS)), vectors)


async def asked(process: MeaningProcess, words: str, version: int = OLD) -> dict[int, float]:
    return dict(NEAR.iter_unpack(await process.query(VERSION.pack(version) + words.encode())))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("养了一个毛茸茸的伙伴", "犬只登记"),
        ("想开公司", "企业开办登记"),
        ("我家狗要上户口", "犬只登记"),
        ("出海捕鱼的小艇年审", "渔船检验"),
    ],
)
async def test_the_installed_model_knows_what_is_meant(
    installed: MeaningProcess, words: str, name: str
) -> None:
    await filled(installed)
    near = await asked(installed, words)
    assert NAMES[max(near, key=lambda number: near[number])] == name
    assert all(0 < share <= 1 for share in near.values())


async def test_what_means_nothing_alike_is_not_near(installed: MeaningProcess) -> None:
    await filled(installed)
    assert max((await asked(installed, "今天股市行情")).values(), default=0.0) < 0.5


async def test_no_text_makes_the_installed_model_write_past_its_memory(
    installed: MeaningProcess,
) -> None:
    """U+FDFA is spelt out to eighteen characters, for which its reader has no room."""
    await filled(installed)
    for words in ("\ufdfa" * 400, "", " ", "\x00", "\U0001f600" * 200, "我" * 5_000):
        await asked(installed, words)
    assert await asked(installed, "想开公司")


async def test_of_another_catalogue_nothing_is_told(installed: MeaningProcess) -> None:
    await filled(installed)
    assert await asked(installed, "想开公司", NEW) == {}


async def test_a_process_that_cannot_start_is_nobody_and_is_not_started_at_once_again() -> None:
    async with closing(MeaningProcess((sys.executable, "-c", "raise SystemExit"))) as process:
        with pytest.raises(MeaningUnavailable):
            await process.model()
        with pytest.raises(MeaningUnavailable, match="a moment ago"):
            await process.model()
        assert not process.is_running


async def test_a_program_that_is_not_there_is_nobody() -> None:
    async with closing(MeaningProcess(("/no/such/program",))) as process:
        with pytest.raises(MeaningUnavailable):
            await process.model()


async def test_one_that_says_nonsense_is_ended() -> None:
    nonsense = (
        "import sys, os, time; os.write(int(sys.argv[1]), bytes([255] * 99)); time.sleep(600)"
    )
    async with closing(MeaningProcess((sys.executable, "-c", nonsense))) as process:
        with pytest.raises(MeaningUnavailable, match="ConnectionError"):
            await process.model()
        assert not process.is_running


async def test_closing_leaves_nobody_waiting() -> None:
    asleep = (sys.executable, "-c", "import time; time.sleep(600)")
    process = MeaningProcess(asleep)
    asking = asyncio.create_task(process.model())
    await until(lambda: process.is_running)
    await process.close()
    with pytest.raises(MeaningUnavailable):
        await asking


def test_without_the_package_or_against_the_citys_will_there_are_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert make_meanings(bare_settings(search_by_meaning=False)) is None
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    assert make_meanings(bare_settings()) is None


def test_by_default_they_are_used_where_the_package_is() -> None:
    if find_spec(PACKAGE) is None:
        pytest.skip("the package is ready-made for Linux on x86-64 only")
    assert isinstance(make_meanings(bare_settings()), Meanings)
