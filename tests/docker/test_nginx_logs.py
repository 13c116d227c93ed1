"""No secret and nothing about a person reaches a log of nginx, on good days and bad ones."""

import asyncio
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks.pages.nginx import CONF, NGINX, OPENSSL, adapted, serving
from mobile_api.openapi import declared_routes
from tests.stack import Stack

SECRET = "s3cret" + secrets.token_hex(13)
ADDRESSES = (
    f"/hooks/sms/reports/{SECRET}",
    f"/hooks//sms/x/../reports/{SECRET}?x={SECRET}",
    f"/hooks/wechat/mini-program?signature={SECRET}&openid={SECRET}",
    f"/objects/clean/{'0' * 32}?policy={SECRET}&signature={SECRET}",
    f"/yiwang-files/clean/{'0' * 32}?X-Amz-Signature={SECRET}",
    f"/api/v1/guides/passport/forms/application/blank?signature={SECRET}",
    f"/sign-in/wechat/back?code={SECRET}&state={SECRET}",
)
TOO_LARGE = bytes(2**20)
# By these names a path holds what only one caller may know.
_SECRET_PARAMETER = re.compile(r"\{(secret|token|code|signature)\}")


async def asked(origin: str) -> list[int]:
    """Each address once with nobody behind nginx, and with a body that nginx refuses itself.

    Every request has a connection of its own: nginx closes one whose body it has not read to
    its end, though its answer said that it keeps it, and the next request would get no answer.
    """
    alone = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=origin, trust_env=False, verify=False, limits=alone
    ) as client:
        for _ in range(200):
            try:
                await client.get("/static/none")
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
        answers = [await client.get(address) for address in ADDRESSES]
        answers += [await client.post(address, content=TOO_LARGE) for address in ADDRESSES]
    return [answer.status_code for answer in answers]


async def test_no_log_holds_a_secret(tmp_path: Path, tell: Callable[[str], None]) -> None:
    if not NGINX or not OPENSSL:
        tell("nginx.conf: no nginx here, so nothing was logged")
        return
    nginx = adapted(tmp_path)
    with serving(nginx):
        statuses = await asked(nginx.origin)
    assert {502, 413} <= set(statuses)
    logs = nginx.logs()
    assert logs.count('"path":"/hooks/sms/reports/') == 4
    assert SECRET not in logs
    assert logs.count('"upstream_status":"502"') >= len(ADDRESSES)


def test_every_secret_in_a_path_is_left_out(session_stack: Stack) -> None:
    found = {
        path.partition("{")[0]
        for _, path, _, _ in declared_routes(session_stack.app)
        if _SECRET_PARAMETER.search(path)
    }
    assert found == {"/hooks/sms/reports/"}
    left_out = CONF.partition("map $uri $logged_path {")[2].partition("}")[0]
    assert all(f"~*^{prefix}" in left_out for prefix in found)
