"""Asking a provider: each end is counted by its name, and no transaction waits for an answer."""

import asyncio
import secrets

import pytest
from prometheus_client import REGISTRY

from mobile_api.shared.database import (
    TransactionMisplaced,
    fetch,
    in_transaction,
)
from mobile_api.shared.provider_call import provider_call
from tests.stack import Stack


class Refused(Exception):
    """What a provider's client raises."""


@pytest.fixture
def call() -> str:
    """A name of this test's own, for the counters live as long as the process."""
    return f"call-{secrets.token_hex(4)}"


def counted(call: str) -> dict[str, float]:
    """How often this call ended in which way."""
    return {
        sample.labels["outcome"]: sample.value
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if sample.name == "yiwang_provider_seconds_count" and sample.labels["call"] == call
    }


async def test_an_answer_is_counted(call: str) -> None:
    for _ in range(2):
        async with provider_call("somebody", call):
            pass
    assert counted(call) == {"ok": 2}


async def test_a_fault_passes_and_is_counted_by_its_name(call: str) -> None:
    with pytest.raises(Refused, match="B00013"):
        async with provider_call("somebody", call):
            raise Refused("B00013")
    assert counted(call) == {"Refused": 1}


async def test_nobody_is_waited_for_beyond_the_deadline(call: str) -> None:
    with pytest.raises(TimeoutError):
        async with provider_call("somebody", call, seconds=0.01):
            await asyncio.Event().wait()
    assert counted(call) == {"timeout": 1}


async def test_an_asker_who_has_gone_is_let_go_and_counted(call: str) -> None:
    is_asking = asyncio.Event()

    async def ask() -> None:
        async with provider_call("somebody", call):
            is_asking.set()
            await asyncio.Event().wait()

    asking = asyncio.create_task(ask())
    await is_asking.wait()
    asking.cancel()
    await asyncio.wait([asking])
    assert asking.cancelled()
    assert counted(call) == {"cancelled": 1}


async def test_nobody_is_asked_while_a_transaction_is_open(stack: Stack, call: str) -> None:
    was_asked = False
    async with in_transaction():
        with pytest.raises(TransactionMisplaced):
            async with provider_call("somebody", call):
                was_asked = True
        await fetch("SELECT 1")
    assert not was_asked
    assert counted(call) == {}
    async with provider_call("somebody", call):
        was_asked = True
    assert was_asked
