"""The interface document as people read it: headings, a page of each operation, a call to copy."""

import asyncio
import json
import re
import shutil
from collections.abc import Callable

import httpx
import pytest

from mobile_api.openapi import build_openapi
from mobile_api.shared.text.words import typeset
from mobile_api.web.document_words import call_of, limits_of, type_of
from tests.actors import Citizen
from tests.mobile_api.web.reading import open_page
from tests.stack import Stack

KEY = "0190a0a0-0000-7000-8000-00000000000a"


async def test_it_lists_the_interface_and_not_the_pages(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/docs")
    assert page.says("POST /api/v1/case-status-queries")
    assert {"/docs/openapi.json", "/docs/beginCase"} <= page.links()
    assert not page.says("GET /themes/{key}")


async def test_it_begins_with_what_is_true_of_every_call(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/docs")
    assert "staff_accounts" not in page.text
    for words in ("办事指南", "窗口:账号、群众和企业", "其他城市"):
        assert typeset(words) in page.all("//h2/text()")
    for words in ("Authorization: Bearer", "If-None-Match", "Idempotency-Key", "最多 64 KB"):
        assert page.says(words), words


async def test_each_operation_has_a_page_with_all_that_its_caller_must_know(
    client: httpx.AsyncClient,
) -> None:
    page = await open_page(client, "/docs/beginCase")
    for words in ("POST /api/v1/cases", "Idempotency-Key", "item_key", "事项的 key,见办事指南。"):
        assert page.says(words), words
    assert page.says("要群众的登录。") and page.says("8 到 128 个字")
    assert page.says("409 too_many_drafts") and page.says("您的草稿已经很多了")
    assert (await open_page(client, "/docs/nothing")).status == 404


async def test_who_signs_is_shown_no_command_line(client: httpx.AsyncClient) -> None:
    page = await open_page(client, "/docs/receivePartnerMessage")
    assert page.says("由登记过的城市签名后调用。") and page.says("Handoff-Message-Id")
    assert page.all("//pre") == []


async def test_the_call_can_be_copied_into_a_shell(
    citizen: Citizen, client: httpx.AsyncClient, tell: Callable[[str], None]
) -> None:
    if not shutil.which("curl"):
        tell("no curl here: the calls of the interface document were not made")
        return
    page = await open_page(client, "/docs/beginCase")
    (call,) = page.all("//pre/code/text()")
    process = await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", call),
        stdout=asyncio.subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "TOKEN": citizen.tokens["access_token"], "KEY": KEY},
    )
    printed, _ = await process.communicate()
    case = json.loads(printed)
    assert case["item_key"] == "passport"


def test_no_call_leaves_anything_to_curl_to_expand(session_stack: Stack) -> None:
    document = build_openapi(session_stack.app)
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            call = call_of(method.upper(), f"http://here{path}", one, schemas)
            address = call.partition("\n")[0]
            assert "{" not in address, address
            required = [
                p["name"] for p in one["parameters"] if p["required"] and p["in"] != "header"
            ]
            if call:
                assert len(re.findall(r"\$", address)) == len(required), address
    upload = document["paths"]["/objects/quarantine"]["post"]
    assert call_of("POST", "", upload, schemas).endswith('-F "file=@$file"')


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string", "minLength": 1, "maxLength": 40}, "1 到 40 个字"),
        ({"type": "string", "minLength": 18, "maxLength": 18}, "18 个字"),
        ({"type": "array", "maxItems": 9, "items": {"maxLength": 4}}, "最多 9 项,每项最多 4 个字"),
        ({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}, "不小于 0"),
        ({"type": "integer", "maximum": 31, "default": 7}, "不超过 31,不填是 7"),
        ({"type": "boolean", "default": False}, "不填是 false"),
        ({"type": "string", "default": None}, ""),
    ],
)
def test_limits_are_told_in_words(schema: dict[str, object], said: str) -> None:
    assert limits_of(schema) == said


def test_a_constant_is_its_own_type() -> None:
    assert type_of({"const": "case", "type": "string"}) == "case"
    assert (
        type_of({"type": "array", "items": {"type": "string", "format": "uuid"}})
        == "[string(uuid)]"
    )
