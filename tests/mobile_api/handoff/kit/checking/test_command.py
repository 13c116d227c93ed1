"""`yiwang partner check` as an engineer runs it: lines, exit codes, JSON, and nobody there."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from mobile_api.handoff.kit.checking.suite import CHECKS
from mobile_api.handoff.kit.commands import partner
from mobile_api.signatures.service import SigningKey
from tests.partner_city import PartnerCity
from tests.simulators.running import running


@pytest.fixture
def folder(tmp_path: Path, city: PartnerCity, key: SigningKey) -> Path:
    (tmp_path / "secret-key.txt").write_text(key.written() + "\n")
    told = {
        "key": "home",
        "name": city.name,
        "region_code": city.region_code,
        "base_url": city.base_url,
        "signing_key": city.public_key,
        "encryption_key": city.encryption_key,
    }
    (tmp_path / "theirs.json").write_text(json.dumps(told))
    return tmp_path


async def check(folder: Path, url: str, *more: str) -> Result:
    files = ("--key", str(folder / "secret-key.txt"), "--their-keys", str(folder / "theirs.json"))
    arguments = ["check", url, *files, "--wait", "0", *more]
    return await asyncio.to_thread(CliRunner().invoke, partner, arguments)


async def test_a_line_for_each_check_and_a_sum(city: PartnerCity, folder: Path) -> None:
    done = await check(folder, city.base_url + "/")
    lines = done.output.splitlines()
    assert (done.exit_code, len(lines)) == (0, len(CHECKS) + 1), done.output
    assert lines[0] == "✓ profile 自我介绍、版本和密钥"
    assert [one for one in lines if one.startswith("- ")]
    assert lines[-1] == f"{len(CHECKS) - 2} 项一致,0 项不同,2 项没有检查"


async def test_what_differs_ends_with_1_and_its_base_is_shown(
    city: PartnerCity, folder: Path
) -> None:
    await city.misbehave(path="/partner/v1/items", bound_to="other")
    done = await check(folder, city.base_url, "--base")
    assert done.exit_code == 1
    assert f'    "@target-uri";req: {city.base_url}/partner/v1/items' in done.output.splitlines()
    assert "✗ items 今天可以移交的事项: signature base" in done.output


async def test_json_for_programs(city: PartnerCity, folder: Path) -> None:
    await city.misbehave(path="/partner/v1/items", signing={"lifetime": 900})
    done = await check(folder, city.base_url, "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["ok"], told["url"]) == (1, False, city.base_url)
    differing = {one["name"]: one["part"] for one in told["checks"] if one["outcome"] == "differs"}
    assert differing == {"items": "clock"}


async def test_what_the_case_is_for_can_be_told(city: PartnerCity, folder: Path) -> None:
    wanted = ("--item", "passport", "--agreement", "agreement-1", "--region", "990201")
    assert (await check(folder, city.base_url, *wanted)).exit_code == 0
    (case, _) = [one for one in await city.taken() if one["status"] == 202]
    assert case["said"]["region_code"] == "990201"


async def test_a_key_that_they_do_not_know(city: PartnerCity, folder: Path) -> None:
    await city.know(city.public_key)
    done = await check(folder, city.base_url)
    assert done.exit_code == 1
    assert "✗ profile 自我介绍、版本和密钥: status" in done.output
    assert "401 signature_key" in done.output


@pytest.fixture
async def elsewhere() -> AsyncIterator[str]:
    """A server that is no city."""

    async def answer(request: web.Request) -> web.Response:
        if request.path.startswith("/moved"):
            return web.Response(status=302, headers={"Location": "https://b.example/login"})
        if request.path.startswith("/page"):
            return web.Response(text="<html></html>", content_type="text/html")
        return web.Response(text="nothing here", status=404)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with running(app) as url:
        yield url


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/moved", "重定向(302)到 https://b.example/login"),
        ("/page", "是网页"),
        ("", "不是对接接口"),
    ],
)
async def test_something_else_answers(folder: Path, elsewhere: str, path: str, told: str) -> None:
    done = await check(folder, elsewhere + path)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ") and told in done.output


async def test_nobody_answers_or_not_by_tls(folder: Path, elsewhere: str) -> None:
    assert "TLS" in (await check(folder, elsewhere.replace("http", "https"))).output
    assert "连接不上" in (await check(folder, "http://127.0.0.1:9")).output


async def test_files_of_another_kind(city: PartnerCity, folder: Path) -> None:
    (folder / "theirs.json").write_text('{"region_code": "1"}')
    done = await check(folder, city.base_url)
    assert done.exit_code == 1
    assert "encryption_key, region_code, signing_key" in done.output
