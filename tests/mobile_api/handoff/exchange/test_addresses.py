"""Where a partner's name may lead, and what is never connected to."""

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from mobile_api.handoff.exchange.addresses import (
    GuardedResolver,
    Networks,
    UnsafeAddress,
    check_material,
    check_url,
)
from mobile_api.handoff.partners.models import Partner

PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
FORBIDDEN = [
    "127.0.0.1",
    "::1",
    "0.0.0.0",
    "::",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::1",
    "2001:db8::1",
    "not an address",
]


class Names(AbstractResolver):
    """Each question gets the next answer, as a name server gives it that means no good."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for one in self.answers.pop(0)
        ]

    async def close(self) -> None:
        """Nothing is open."""


def test_public_addresses_are_asked_and_no_others() -> None:
    assert [one for one in PUBLIC if not Networks().allow(one)] == []
    assert [one for one in FORBIDDEN if Networks().allow(one)] == []


def test_networks_that_the_city_names_are_asked_as_well() -> None:
    extranet = Networks(also=("10.20.0.0/16",))
    assert extranet.allow("10.20.3.4") and extranet.allow("::ffff:10.20.3.4")
    assert not extranet.allow("10.21.0.1") and not extranet.allow("127.0.0.1")


def test_a_local_instance_asks_itself_but_no_network() -> None:
    local = Networks(is_local=True)
    assert local.allow("127.0.0.1") and local.allow("::1")
    assert not local.allow("10.0.0.1") and not local.allow("169.254.169.254")


async def test_what_a_name_leads_to_is_checked_each_time() -> None:
    names = Names(["93.184.215.14"], ["127.0.0.1"], ["93.184.215.14", "10.0.0.1"])
    guarded = GuardedResolver(Networks(), names)
    assert [one["host"] for one in await guarded.resolve("b.example", 443)] == ["93.184.215.14"]
    for _ in range(2):
        with pytest.raises(UnsafeAddress):
            await guarded.resolve("b.example", 443)


URLS = {
    "http://b.example/x": "https_needed",
    "https://127.0.0.1/x": "address_forbidden",
    "https://[::ffff:127.0.0.1]/x": "address_forbidden",
    "https://user@b.example/x": "url_malformed",
    "https://b.example/x#y": "url_malformed",
    "https://b.example\\@evil.example/x": "url_malformed",
    "https://b.example:port/x": "url_malformed",
    "https:///x": "url_malformed",
    "ftp://b.example/x": "url_malformed",
    "file:///etc/passwd": "url_malformed",
    "https://b.example/" + "x" * 2000: "url_malformed",
    "https://b.example/材料": "url_malformed",
    "https://b.example/a b": "url_malformed",
}


@pytest.mark.parametrize("url", URLS)
def test_an_address_that_may_be_read_two_ways_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress) as refused:
        check_url(url, Networks())
    assert refused.value.code == URLS[url]


def test_materials_lie_on_registered_hosts() -> None:
    partner = Partner(
        base_url="https://b.example/gov", hosts=("files.b.example", "old.b.example:8443")
    )
    for url in (
        "https://b.example/x",
        "https://B.example:443/x",
        "https://files.b.example/x",
        "https://old.b.example:8443/x",
    ):
        check_material(partner, url, Networks())
    for url in (
        "https://b.example:8443/x",
        "https://old.b.example/x",
        "https://evil.example/x",
        "https://b.example.evil.example/x",
        "https://x.files.b.example/x",
    ):
        with pytest.raises(UnsafeAddress) as refused:
            check_material(partner, url, Networks())
        assert refused.value.code == "host_not_registered"
