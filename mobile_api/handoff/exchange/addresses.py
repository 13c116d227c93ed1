"""Where this city connects to on behalf of partners: to addresses that may be asked, and no others.

What a name resolves to is checked and then connected to: a second answer of the name server for the
same connection is never asked for.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self
from urllib.parse import SplitResult, urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from mobile_api.handoff.partners.models import Partner
from mobile_api.shared.settings.settings import Settings

_MOST_URL = 2_000
# NAT64 (RFC 6052): an IPv4 address in the last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


class UnsafeAddress(Exception):
    """A host that is not registered for the partner, or an address that nothing is sent to.

    `code`: `host_not_registered`, `url_malformed`, `https_needed`, `address_forbidden`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Networks:
    """Public addresses, and the networks besides them that partners may live in."""

    also: tuple[str, ...] = ()
    is_local: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(tuple(settings.handoff_networks), settings.environment == "local")

    def allow(self, told: str) -> bool:
        """Whether to connect to that address; one that carries another (IPv4-mapped, 6to4, Teredo,
        NAT64) is the other one."""
        try:
            address = _inner(ip_address(told))
        except ValueError:
            return False
        if any(address in ip_network(one) for one in self.also):
            return True
        if address.is_loopback:
            return self.is_local
        return address.is_global and not address.is_multicast


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if not isinstance(address, IPv6Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


class GuardedResolver(AbstractResolver):
    """Answers only with addresses that are allowed; one forbidden one spoils the whole answer."""

    def __init__(self, networks: Networks, resolver: AbstractResolver | None = None) -> None:
        self._networks = networks
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises UnsafeAddress, OSError."""
        found = await self._resolver.resolve(host, port, family)
        if not all(self._networks.allow(one["host"]) for one in found):
            raise UnsafeAddress("address_forbidden")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def check_url(url: str, networks: Networks) -> None:
    """Of a partner's own door. Raises UnsafeAddress."""
    _checked(url, networks)


def check_material(partner: Partner, url: str, networks: Networks) -> None:
    """That it lies on a host of the partner. `hosts` may name a port; without one it is that of the
    scheme. Raises UnsafeAddress."""
    parts = _checked(url, networks)
    base = urlsplit(partner.base_url)
    own = _place(base.hostname or "", base.port, base.scheme)
    known = {own, *(_registered(one, parts.scheme) for one in partner.hosts)}
    if _place(parts.hostname or "", parts.port, parts.scheme) not in known:
        raise UnsafeAddress("host_not_registered")


def _checked(url: str, networks: Networks) -> SplitResult:
    """Also what stands there as an address and so is never resolved. Raises UnsafeAddress."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise UnsafeAddress("url_malformed") from None
    if not _is_plain(url, parts) or not host:
        raise UnsafeAddress("url_malformed")
    if parts.scheme != "https" and not networks.is_local:
        raise UnsafeAddress("https_needed")
    if _is_literal(host) and not networks.allow(host):
        raise UnsafeAddress("address_forbidden")
    return parts


def _is_plain(url: str, parts: SplitResult) -> bool:
    """Nothing that one reader takes for a host and another for something else."""
    is_readable = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    no_more = parts.username is None and parts.password is None and not parts.fragment
    return len(url) <= _MOST_URL and is_readable and no_more and parts.scheme in _PORTS


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _place(host: str, port: int | None, scheme: str) -> tuple[str, int | None]:
    return host.lower(), port or _PORTS.get(scheme)


def _registered(host: str, scheme: str) -> tuple[str, int | None]:
    parts = urlsplit(f"//{host}")
    return _place(parts.hostname or "", parts.port, scheme)
