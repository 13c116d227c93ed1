"""What one body may cost: bytes, members and faults are bounded before anything is validated."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sanic import HTTPResponse, Request, Sanic

from mobile_api.embedded.home import free_port
from mobile_api.http_errors import setup_errors
from mobile_api.openapi import declared_routes
from mobile_api.request import YiwangRequest
from mobile_api.shared.callers import Hook
from mobile_api.shared.errors import MOST_FAULTS, FieldFault, InvalidInput, MalformedBody
from mobile_api.shared.http.bodies import MOST_BYTES, MOST_MEMBERS, members_of
from mobile_api.shared.http.endpoint import endpoint
from tests.actors import Citizen
from tests.conftest import NO_TLS
from tests.stack import Stack, served

CODES = "/api/v1/phone-codes"
SITUATION = "/api/v1/guides/passport/situation"
JSON_TYPE = {"Content-Type": "application/json"}
LARGEST = 512 * 1024


async def refused(client: httpx.AsyncClient, path: str, body: Any) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(path, content=content, headers=JSON_TYPE)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (CODES, {str(number): 1 for number in range(MOST_MEMBERS - 1)}),
        (SITUATION, {"answers": {f"Q {number}": "?" for number in range(MOST_MEMBERS - 2)}}),
    ],
)
async def test_an_answer_holds_a_hundred_faults_and_says_that_there_are_more(
    client: httpx.AsyncClient, path: str, body: Any
) -> None:
    answer = await refused(client, path, body)
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert (len(errors), errors[-1]["code"]) == (MOST_FAULTS + 1, "more_faults")


def test_a_hundred_faults_are_all_told() -> None:
    faults = [
        FieldFault(f"/{number}", "missing", "这一项必须填写。") for number in range(MOST_FAULTS)
    ]
    assert InvalidInput(faults).errors == tuple(faults)


async def test_an_unknown_name_is_told_in_part(client: httpx.AsyncClient) -> None:
    answer = await refused(client, CODES, {"n" * 30_000: 1})
    assert max(len(one["path"]) for one in answer.json()["errors"]) <= 65


@pytest.mark.parametrize(
    "body",
    [
        {str(number): 1 for number in range(MOST_MEMBERS + 1)},
        {"a": [0] * (MOST_MEMBERS + 1)},
        b"[" * 30_000,
        b'{"a":' * 10_000,
        b"," * (MOST_MEMBERS + 1),
    ],
    ids=["members", "elements", "depth", "depth of members", "no JSON"],
)
async def test_more_than_a_form_can_hold_is_not_validated(
    client: httpx.AsyncClient, body: Any
) -> None:
    answer = await refused(client, CODES, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_body")


def test_commas_in_texts_are_no_members() -> None:
    assert members_of(json.dumps({"a": "," * 5_000, "b": [1, {"c": 2}]}).encode()) == 5
    with pytest.raises(MalformedBody):
        members_of(b"{")


async def test_a_long_text_full_of_commas_is_taken(citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    body = {"form": {"passport-situation-note": "a," * 1_900}}
    await citizen.ok("PATCH", f"/api/v1/cases/{case['id']}", body)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_route_reads_no_more_than_it_declares(
    client: httpx.AsyncClient, chunked: bool
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 1024 + 1):
            yield b" " * 1024

    content = pieces() if chunked else b" " * (MOST_BYTES + 1)
    answer = await client.post(CODES, content=content, headers=JSON_TYPE)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_draft_may_be_longer(citizen: Citizen) -> None:
    case = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    body = {"form": {f"field-{number}": "字" * 3_000 for number in range(10)}}
    assert len(json.dumps(body, ensure_ascii=False).encode()) > MOST_BYTES
    answer = await citizen.call("PATCH", f"/api/v1/cases/{case['id']}", body)
    assert answer.status_code == 422


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded"])
async def test_only_json_is_read_as_json(client: httpx.AsyncClient, content_type: str) -> None:
    """What a foreign page may send without asking would order messages in its visitors' names."""
    headers = {"Content-Type": content_type, "Origin": "https://elsewhere.example"}
    answer = await client.post(CODES, content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=utf-8", "application/a+json"]
)
async def test_json_has_several_spellings(client: httpx.AsyncClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    assert (await client.post(CODES, content=b"{}", headers=headers)).status_code == 422


def test_no_route_takes_a_body_that_holds_up_the_others(session_stack: Stack) -> None:
    declared = [one for _, _, one, _ in declared_routes(session_stack.app)]
    assert max(one.most_bytes for one in declared) == LARGEST


async def test_a_route_that_nobody_declared_has_the_common_limit() -> None:
    async def bare(request: Request) -> HTTPResponse:
        return HTTPResponse(str(len(request.body)))

    @endpoint("Takes a little", caller=Hook, media="text/plain", most_bytes=10, transaction=False)
    async def little(request: Request) -> HTTPResponse:
        return HTTPResponse(str(len(request.body)))

    app = Sanic("bounded", request_class=YiwangRequest, configure_logging=False)
    setup_errors(app)
    app.add_route(bare, "/hooks/bare", methods=["POST"])
    app.add_route(little, "/hooks/little", methods=["POST"])
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with served(app, port), httpx.AsyncClient(base_url=url, verify=NO_TLS) as client:
        found = [
            (await client.post(path, content=b" " * size)).status_code
            for path, size in [
                ("/hooks/bare", MOST_BYTES),
                ("/hooks/bare", MOST_BYTES + 1),
                ("/hooks/little", 10),
                ("/hooks/little", 11),
            ]
        ]
    assert found == [200, 413, 200, 413]
