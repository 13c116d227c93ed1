"""Is this process alive, can it do its work, and what has it done: for operators."""

import asyncio
import functools
import logging
import os
import time
from collections.abc import Awaitable
from typing import Protocol

import orjson
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from redis.asyncio import Redis
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from mobile_api.accounts.sessions.ended import ENDED_SESSIONS
from mobile_api.guides.reading.published import PublishedCatalogue
from mobile_api.guides.reading.queries import CATALOGUE
from mobile_api.openapi import build_openapi
from mobile_api.shared.callers import Anyone
from mobile_api.shared.database import fetch
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.prepared import Prepared, send
from mobile_api.shared.http.schema import AnswerBody
from mobile_api.shared.process.cache import REDIS
from mobile_api.shared.process.parts import Application
from mobile_api.shared.provider_call import provider_call
from uploads.service import STORE
from uploads.stores.storage import ObjectStore

log = logging.getLogger(__name__)

operators = Blueprint("operators")

_PATIENCE_SECONDS = 2.0
# An operator must hear of it, but to take people elsewhere would not help them.
_SERVED_WITHOUT = {"redis", "object_store_room", "catalogue_news", "ended_sessions"}
# What people notice while it is away.
_WITHOUT = {
    "database": "数据库没有回应:登录后的页面和办件都不能用,只有办事指南和搜索还能看。",
    "redis": "缓存没有回应:短信验证码、窗口登录和凭编号查询不能用,其他照常。",
    "object_store": "文件存储没有回应:不能上传和查看材料,其他照常。",
    "object_store_room": "文件存储快满了:不能上传新的材料,其他照常。",
    "catalogue": "还没有载入事项目录:没有办事指南可看,不能新建办件。请运行 yiwang load-catalogue。",
    "catalogue_news": "这个进程收不到新目录的通知:看到的办事指南可能是旧的。正在重新连接。",
    "ended_sessions": "这个进程收不到退出登录的通知:每次都改问数据库,会慢一些。正在重新连接。",
}


class Live(AnswerBody):
    """The process answers."""

    status: str


class Dependency(AnswerBody):
    """One thing that the process leans on; `meaning` is empty while it is ready."""

    name: str
    is_ready: bool
    meaning: str
    milliseconds: float


class Ready(AnswerBody):
    """Every dependency by name."""

    is_ready: bool
    dependencies: list[Dependency]


@operators.get("/health/live")
@endpoint("进程存活", caller=Anyone, answer=Live)
async def live(request: Request) -> Live:
    return Live(status="alive")


@operators.get("/health/ready")
@endpoint("依赖就绪(未就绪时为503,内容相同)", caller=Anyone, answer=Ready)
async def ready(request: Request) -> HTTPResponse:
    found = await asyncio.gather(
        _probe("database", fetch("SELECT 1")),
        _probe("redis", _ping(REDIS.of(request))),
        _probe("object_store", _reach(STORE.of(request))),
        _probe("object_store_room", STORE.of(request).check_room()),
        _probe("catalogue", _published(CATALOGUE.of(request))),
        _probe("catalogue_news", _followed(CATALOGUE.of(request))),
        _probe("ended_sessions", _followed(ENDED_SESSIONS.of(request))),
    )
    is_ready = all(part.is_ready for part in found if part.name not in _SERVED_WITHOUT)
    answer = Ready(is_ready=is_ready, dependencies=list(found))
    headers = {"Cache-Control": "no-store"}
    return HTTPResponse(
        answer.model_dump_json(), 200 if is_ready else 503, headers, "application/json"
    )


@operators.get("/metrics")
@endpoint("运行指标(Prometheus)", caller=Anyone, media=CONTENT_TYPE_LATEST)
async def metrics(request: Request) -> HTTPResponse:
    return text(generate_latest(_registry()).decode(), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """The figures of this process, or of all processes of this host that share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


@endpoint("本接口的 OpenAPI 文档", caller=Anyone, media="application/json")
async def openapi_document(request: Request) -> HTTPResponse:
    return send(request, _openapi(request.app))


operators.add_route(openapi_document, "/docs/openapi.json", methods=("GET", "HEAD"))


@functools.lru_cache(maxsize=2)
def _openapi(app: Application) -> Prepared:
    return Prepared.of(openapi_bytes(app))


def openapi_bytes(app: Application) -> bytes:
    """The OpenAPI document as it is committed: sorted where order means nothing, two spaces."""
    return orjson.dumps(build_openapi(app), option=orjson.OPT_INDENT_2)


async def _probe(name: str, check: Awaitable[object]) -> Dependency:
    started = time.perf_counter()
    try:
        async with provider_call(name, "probe", seconds=_PATIENCE_SECONDS):
            await check
        is_ready = True
    except Exception as fault:
        log.warning("%s is not ready: %s", name, type(fault).__name__)
        is_ready = False
    milliseconds = round((time.perf_counter() - started) * 1000, 1)
    meaning = "" if is_ready else _WITHOUT[name]
    return Dependency(name=name, is_ready=is_ready, meaning=meaning, milliseconds=milliseconds)


async def _ping(redis: Redis) -> None:
    await redis.ping()


async def _reach(store: ObjectStore) -> None:
    await store.size_of("clean/" + "0" * 32)


class _Follows(Protocol):
    @property
    def is_following(self) -> bool: ...


class _NotFollowing(Exception):
    """What others tell does not come here any more."""


async def _followed(news: _Follows) -> None:
    if not news.is_following:
        raise _NotFollowing()


async def _published(catalogue: PublishedCatalogue) -> int:
    return catalogue.current.version
