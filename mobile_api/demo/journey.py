"""`yiwang demo`: a journey, a clerk's power, a case between two cities, the market."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import aiohttp
import click

from mobile_api.demo import application, handling, posting, telling
from mobile_api.demo.accounts import FILE_NAME, read
from mobile_api.demo.companies import CompanyWalk
from mobile_api.demo.context import Journey
from mobile_api.demo.handing_off import HandoffWalk
from mobile_api.demo.market.beside import MarketAway, market_beside
from mobile_api.demo.market.walking import MarketWalk
from mobile_api.demo.people import DemoPhone, StepFailed
from mobile_api.embedded import EmbeddedFault, Stack, borrowed_stack

Step = tuple[str, Callable[[Journey], Awaitable[str]]]

STEPS: list[Step] = [
    ("用自己的话搜索“护照快到期了怎么换”", application.search),
    ("看办事指南,回答问题,得到自己的材料清单", application.read_guide),
    ("关注公众号", telling.follow),
    ("打开公众号菜单(办事服务、中心概况、互动交流)", telling.open_menu),
    ("在公众号里用自己的话提问", telling.ask_account),
    ("小程序登录", application.sign_in),
    ("填写实名信息(身份证号逐位核对)", application.declare_real_name),
    ("订阅消息弹窗:同意三种,拒绝一种", telling.allow_messages),
    ("从指南新建草稿并填表", application.start_draft),
    ("看办事清单:做完了什么,还差什么", application.read_tasks),
    ("上传两份材料(先取票据,再表单上传)", application.upload_materials),
    ("连点五次“提交”,只产生一个办件", application.submit_five_times),
    ("预审人员登录,在队列中看到办件", handling.find_in_queue),
    ("一次性告知全部问题,退回补正", handling.request_correction),
    ("手机收到补正消息", partial(telling.receive, event="correction_requested")),
    ("重新拍照,补正后再提交", handling.correct),
    ("预审通过", handling.pass_pre_review),
    ("窗口受理,给出承诺办结日期", handling.accept),
    ("手机收到受理消息", partial(telling.receive, event="accepted")),
    ("在公众号里发“查件 编号”", telling.ask_for_case),
    ("部门审查并作出决定", handling.decide),
    ("办结,自动下EMS邮寄单", handling.complete),
    ("办结消息没有同意,改由公众号送达", telling.receive_otherwise),
    ("快递揽收,手机收到寄出消息", posting.post),
    ("拒收退回,请本人重新确认地址", posting.come_back),
    ("本人填写新地址,重新下单寄出", posting.post_again),
    ("派送并签收,办件变为已送达", posting.deliver),
    ("本人查看全部经过,校验防篡改链", handling.read_history),
    ("他人凭办件编号和身份证后六位查询", handling.ask_anonymously),
]


def walk(data_dir: Path) -> int:
    """Walk the journey on the stack of `data_dir`, started for it if none runs; the exit code.

    Ends with one line of JSON: {"demo", "ok", "steps", "seconds", "failed"}.
    """
    try:
        with borrowed_stack(data_dir) as stack:
            return asyncio.run(_walk(stack, data_dir))
    except (EmbeddedFault, MarketAway) as fault:
        click.echo(str(fault), err=True)
        return 1


async def _walk(stack: Stack, data_dir: Path) -> int:
    began = time.perf_counter()
    async with (
        aiohttp.ClientSession(trust_env=False) as http,
        market_beside(data_dir) as market,
    ):
        phone = await DemoPhone.at(http, stack["simulators"]["wechat"])
        journey = Journey(stack, http, phone, read(data_dir / FILE_NAME))
        own = [(sentence, partial(step, journey)) for sentence, step in STEPS]
        companies, between = CompanyWalk(journey).steps(), HandoffWalk.steps_of(journey)
        market_steps = MarketWalk(journey, market).steps()
        done, failed = await _take_steps([*own, *companies, *between, *market_steps])
        await _show(journey)
    summary = {
        "demo": "journey",
        "ok": failed is None,
        "steps": done,
        "seconds": round(time.perf_counter() - began, 2),
        "failed": failed,
    }
    click.echo(json.dumps(summary, ensure_ascii=False))
    return 0 if failed is None else 1


async def _take_steps(
    steps: Sequence[tuple[str, Callable[[], Awaitable[str]]]],
) -> tuple[int, str | None]:
    """How many steps succeeded, and what failed."""
    for number, (sentence, step) in enumerate(steps, 1):
        began = time.perf_counter()
        try:
            shown = await step()
        except (StepFailed, aiohttp.ClientError, KeyError, IndexError, TimeoutError) as fault:
            click.echo(f"{number:>3}. {sentence}\n     失败:{type(fault).__name__} {fault}")
            return number - 1, sentence
        milliseconds = (time.perf_counter() - began) * 1000
        click.echo(f"{number:>3}. {sentence}  {milliseconds:.0f} ms\n     {shown}")
    return len(steps), None


async def _show(journey: Journey) -> None:
    click.echo("\n办件经过")
    for event in journey.timeline:
        click.echo(f"  {event['at'][:19].replace('T', ' ')}  {event['text']}")
    click.echo("\n发到手机的消息")
    chat = [one for one in await journey.phone.chat() if one["event"]]
    for place, messages in (("小程序", await journey.phone.messages()), ("公众号", chat)):
        for message in messages:
            click.echo(f"  {place} {message['event']}: " + " | ".join(message["data"].values()))
    click.echo()
