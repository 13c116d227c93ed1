"""Both simulators as one process: ready lines, a clean stop, and what a restart keeps."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.dates import simulators_clock
from tests.simulators.state_file import StateFile
from tests.simulators.wechat.ground.state import WechatState
from tests.simulators_tests.ems.calls import Ems
from tests.simulators_tests.wechat.calls import POSTED, Wechat

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def process(http: aiohttp.ClientSession, state: Path) -> AsyncIterator[tuple[Wechat, Ems]]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.simulators",
        "wechat=0",
        "ems=0",
        "--state",
        str(state),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    try:
        lines = [(await child.stdout.readline()).decode().split() for _ in range(2)]
        assert [line[:-1] for line in lines] == [
            [name, "simulator", "ready", "on"] for name in ("wechat", "ems")
        ]
        yield Wechat(http, lines[0][-1]), Ems(http, lines[1][-1], simulators_clock())
    finally:
        child.send_signal(signal.SIGTERM)
        rest = await child.stdout.read()
        assert (await child.wait(), rest) == (0, b"")


async def test_a_restart_keeps_people_consents_messages_and_parcels(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    state = tmp_path / "kept" / "simulators.json"
    async with process(http, state) as (wx, post_office):
        openid = await wx.openid()
        for _ in range(2):
            await wx.phone("subscribe", template_ids=[POSTED])
        assert (await wx.send(openid))["errcode"] == 0
        waybill = await post_office.waybill()
        await post_office.play(waybill, until="305")
    async with process(http, state) as (wx, post_office):
        assert await wx.openid() == openid
        assert len(await wx.inbox()) == 1
        assert [(await wx.send(openid))["errcode"] for _ in range(2)] == [0, 43101]
        assert await post_office.waybill() == waybill
        assert len(await post_office.track(waybill)) == 2
    assert [one.name for one in state.parent.iterdir()] == ["simulators.json"]


@pytest.mark.parametrize("content", ["not json", '{"wechat": {"people": 1}}', "[]"])
def test_a_file_that_cannot_be_read_is_no_reason_to_stay_down(tmp_path: Path, content: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(content)
    file = StateFile(path)
    people = file.load("wechat", WechatState)
    people.person("wx1", "citizen")
    file.save()
    assert len(StateFile(path).load("wechat", WechatState).people) == 1
