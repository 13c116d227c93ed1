"""Every fault of a file of partners at once, each at its place."""

from collections.abc import Callable
from typing import Any

import pytest

from mobile_api.handoff.partners.own_keys import rotate
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.shared.database import in_transaction
from mobile_api.signatures.service import KeyKind
from tests.mobile_api.handoff.partners.registering import (
    NOW,
    File,
    agreement_of,
    another,
    example,
    faults,
    key_entry,
    load,
    partner_of,
)
from tests.stack import Stack

pytestmark = pytest.mark.standing_at(NOW.isoformat())

P, A = "/partners/0", "/partners/0/agreements/0"
TO, FROM = f"{A}/items/0", f"{A}/items/1"


def on_partner(name: str, value: object) -> Callable[[File], Any]:
    return lambda data: partner_of(data).update({name: value})


def on_agreement(name: str, value: object) -> Callable[[File], Any]:
    return lambda data: agreement_of(data).update({name: value})


def on_item(number: int, name: str, value: object) -> Callable[[File], Any]:
    return lambda data: agreement_of(data)["items"][number].update({name: value})


def on_key(name: str, value: object) -> Callable[[File], Any]:
    return lambda data: partner_of(data)["keys"][0].update({name: value})


def with_more(where: Callable[[File], list[Any]]) -> Callable[[File], Any]:
    return lambda data: where(data).append(dict(where(data)[0]))


ONE_WRONG = [
    (on_partner("base_url", "ftp://a.example"), f"{P}/base_url", "address_not_https"),
    (on_partner("base_url", "https://a.example/"), f"{P}/base_url", "address_invalid"),
    (on_partner("base_url", "https://u:p@a.example"), f"{P}/base_url", "address_invalid"),
    (on_partner("base_url", "https://a.example?b"), f"{P}/base_url", "address_invalid"),
    (on_partner("base_url", "https://[a"), f"{P}/base_url", "address_invalid"),
    (on_partner("base_url", "https://a:99999"), f"{P}/base_url", "address_invalid"),
    (on_partner("hosts", ["http://a"]), f"{P}/hosts/0", "string_pattern_mismatch"),
    (on_partner("regions", ["999800", "99980"]), f"{P}/regions/1", "string_pattern_mismatch"),
    (on_partner("regions", ["999800", "999901"]), f"{P}/regions/1", "region_is_ours"),
    (on_partner("encryption_key", "age1x"), f"{P}/encryption_key", "age_key_unreadable"),
    (on_partner("messages_a_minute", 0), f"{P}/messages_a_minute", "greater_than_equal"),
    (on_partner("nmae", "邻市"), f"{P}/nmae", "extra_forbidden"),
    (on_key("public_key", "ed25519:AAAA"), f"{P}/keys/0/public_key", "key_unreadable"),
    (on_key("public_key", "rsa:AAAA"), f"{P}/keys/0/public_key", "key_unreadable"),
    (on_key("valid_from", "2026-12-01T00:00:00"), f"{P}/keys/0/valid_from", "timezone_aware"),
    (on_key("valid_until", "2026-11-01T00:00:00+08:00"), f"{P}/keys/0/valid_until", "dates_order"),
    (with_more(lambda d: partner_of(d)["keys"]), f"{P}/keys/1", "duplicate_key"),
    (on_agreement("valid_until", "2026-11-30"), f"{A}/valid_until", "dates_order"),
    (on_agreement("ended_on", "2026-11-30"), f"{A}/ended_on", "dates_order"),
    (on_item(0, "item_key", "no-such"), f"{TO}/item_key", "item_unknown"),
    (on_item(0, "basic_code", "992090007001"), f"{TO}/basic_code", "basic_code_differs"),
    (on_item(0, "mode", "joint"), f"{TO}/mode", "mode_not_offered"),
    (on_item(0, "mode", "by-night"), f"{TO}/mode", "enum"),
    (on_item(0, "regions", ["999901"]), f"{TO}/regions/0", "region_elsewhere"),
    (on_item(1, "regions", ["999801"]), f"{FROM}/regions/0", "region_elsewhere"),
    (on_item(1, "names", {"a": "no-such"}), f"{FROM}/names/a", "name_unknown"),
    (
        on_item(1, "names", {"a": "exit-entry-photo", "b": "exit-entry-photo"}),
        f"{FROM}/names",
        "name_twice",
    ),
    (on_item(0, "valid_until", "2026-11-30"), f"{TO}/valid_until", "dates_order"),
    (with_more(lambda d: agreement_of(d)["items"]), f"{A}/items/2", "duplicate_item"),
    (
        with_more(lambda d: d["region_successors"]),
        "/region_successors/1/code",
        "duplicate_region",
    ),
    (
        lambda d: d["region_successors"][0].update(successor="999922"),
        "/region_successors/0/successor",
        "successor_cycle",
    ),
    (
        lambda d: d["maintenance"][0].update(ends_at=d["maintenance"][0]["begins_at"]),
        "/maintenance/0/ends_at",
        "dates_order",
    ),
]


@pytest.mark.parametrize(("change", "path", "code"), ONE_WRONG)
async def test_one_wrong_is_one_fault(
    stack: Stack, change: Callable[[File], Any], path: str, code: str
) -> None:
    data = example()
    change(data)
    found = await faults(stack, data)
    assert (path, code) in found
    assert {one for one, _ in found} == {path}


async def test_all_faults_come_at_once(stack: Stack) -> None:
    """A broken shape in one part does not hide what is wrong beside it."""
    data = example()
    for change, _, _ in (ONE_WRONG[0], ONE_WRONG[9], ONE_WRONG[19], ONE_WRONG[24], ONE_WRONG[-1]):
        change(data)
    partner_of(data)["keys"][0]["valid_from"] = "soon"
    found = await faults(stack, data)
    assert [code for _, code in found] == [
        "dates_order",
        "item_unknown",
        "region_elsewhere",
        "address_not_https",
        "age_key_unreadable",
        "datetime_from_date_parsing",
    ]


@pytest.mark.parametrize("data", [None, [], "x", {"partners": {}}, {"partners": [1]}])
async def test_what_is_no_such_file_is_a_fault(stack: Stack, data: object) -> None:
    assert await faults(stack, data) != []


async def test_only_a_local_instance_may_go_without_tls(stack: Stack) -> None:
    data = example()
    partner_of(data)["base_url"] = "http://127.0.0.1:9000"
    partner_of(data)["hosts"] = ["127.0.0.1:9001"]
    assert await faults(stack, data) == []
    production = stack.settings.model_copy(update={"environment": "production"})
    done = await load(stack, data, production)
    assert [(one.path, one.code) for one in done.faults] == [
        (f"{P}/base_url", "address_not_https"),
        (f"{P}/hosts/0", "host_is_address"),
    ]


async def test_a_third_key_waits_until_one_has_ended(stack: Stack) -> None:
    await load(stack, example())
    data = example()
    partner_of(data)["keys"] = [key_entry("2027-01-01"), key_entry("2027-02-01")]
    assert await faults(stack, data) == [(f"{P}/keys/1/valid_from", "too_many_keys")]
    partner_of(data)["keys"][0] = key_entry("2027-01-01", "2027-02-01")
    assert await faults(stack, data) == []


async def test_keys_regions_and_agreements_belong_to_one_city(stack: Stack) -> None:
    await load(stack, example())
    data = example()
    more = another(data)
    more |= {name: partner_of(data)[name] for name in ("regions", "keys", "agreements")}
    del data["partners"][0]
    found = await faults(stack, data)
    assert found == [
        (f"{A}/number", "agreement_of_another"),
        (f"{P}/keys/0/public_key", "key_of_another"),
        (f"{P}/regions/0", "region_of_another"),
    ]


async def test_our_own_key_is_nobody_elses(stack: Stack) -> None:
    async with in_transaction():
        own = await rotate(KeyUse.signing, KeyKind.ed25519, None)
    data = example()
    partner_of(data)["keys"][0]["public_key"] = own.public_key
    assert await faults(stack, data) == [(f"{P}/keys/0/public_key", "key_is_ours")]


async def test_an_item_holds_under_one_agreement_at_a_time(stack: Stack) -> None:
    await load(stack, example())
    data = example()
    old = agreement_of(data)
    new = old | {"number": "示范-邻市-2027-01", "items": [old["items"][0]]}
    partner_of(data)["agreements"] = [new]
    assert await faults(stack, data) == [(f"{TO}", "item_overlaps")]
    partner_of(data)["agreements"] = [new | {"valid_from": "2027-01-01"}, old]
    old["ended_on"] = "2027-01-01"
    assert await faults(stack, data) == []


async def test_an_agreement_that_has_ended_stays_so(stack: Stack) -> None:
    data = example()
    agreement_of(data)["ended_on"] = "2026-12-01"
    await load(stack, data)
    assert await faults(stack, example()) == [(f"{A}/ended_on", "agreement_has_ended")]


async def test_two_names_that_would_become_one_are_both_named(stack: Stack) -> None:
    data = example()
    both = {"their-photo": "exit-entry-photo", "face": "exit-entry-photo"}
    agreement_of(data)["items"][1]["names"] |= both
    [fault] = (await load(stack, data)).faults
    assert (fault.path, fault.code) == (f"{FROM}/names", "name_twice")
    assert "their-photo、face都对应本市的exit-entry-photo" in fault.message


async def test_a_value_is_never_echoed(stack: Stack) -> None:
    data = example()
    partner_of(data)["encryption_key"] = "AGE-SECRET-KEY-1"
    partner_of(data)["keys"][0]["public_key"] = "secret-ed25519:AAAA"
    done = await load(stack, data)
    assert len(done.faults) == 2
    assert not [one for one in done.faults if "SECRET" in repr(one) or "secret-" in repr(one)]
