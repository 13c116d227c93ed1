"""What tests and people turn while the service runs: people, keys, misbehaviour."""

from collections.abc import Sequence
from typing import Any, Literal

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.identity.config import IdentityConfig
from tests.simulators.identity.keys import SigningKey
from tests.simulators.identity.state import IdentityState, Person
from tests.simulators.identity.tokens import Misbehaviour


class PersonChange(Person):
    """A person under a label of the test's choice; replaces who was there."""

    user: str


class Misbehave(AdminBody):
    """`how` spoils the next `times` ID tokens; null stops it."""

    how: Misbehaviour | None
    times: int = 1


class Rotation(AdminBody):
    """A new signing key; `keep_old`: the old one stays published for a while."""

    algorithm: Literal["RS256", "ES256"] | None = None
    keep_old: bool = True


class MetadataChange(AdminBody):
    """Fields of the discovery document to replace or add; none of them: as it should be."""

    fields: dict[str, Any]


class LooseChange(AdminBody):
    """Claims to replace or add as they stand here, null among them, and members that the published
    keys do without. Nothing of it: as it should be."""

    id_token: dict[str, Any] = {}
    userinfo: dict[str, Any] = {}
    keys: dict[str, Any] = {}
    keys_without: list[str] = []


class Switches:
    """`published` keys, of which the last one signs; `metadata` replaces what is discovered."""

    def __init__(self, config: IdentityConfig, state: IdentityState) -> None:
        self.published = [SigningKey(config.algorithm)]
        self.metadata: dict[str, Any] = {}
        self.spoil_userinfo = False
        self.loose = LooseChange()
        self._state = state
        self._how: Misbehaviour | None = None
        self._times = 0

    @property
    def signing(self) -> SigningKey:
        return self.published[-1]

    def take(self) -> Misbehaviour | None:
        """What meets the next token, counted down."""
        if self._how is None or self._times <= 0:
            return None
        self._times -= 1
        return self._how

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/_simulator/person", self.change_person),
            web.post("/_simulator/misbehave", self.misbehave),
            web.post("/_simulator/rotate-keys", self.rotate_keys),
            web.post("/_simulator/metadata", self.change_metadata),
            web.post("/_simulator/loose", self.be_loose),
        ]

    async def change_person(self, request: web.Request) -> web.Response:
        change = await read_model(request, PersonChange)
        self._state.people[change.user] = Person(**change.model_dump(exclude={"user"}))
        return web.json_response({"people": sorted(self._state.people)})

    async def misbehave(self, request: web.Request) -> web.Response:
        wanted = await read_model(request, Misbehave)
        self._how, self._times = wanted.how, wanted.times
        return web.json_response({"how": self._how})

    async def rotate_keys(self, request: web.Request) -> web.Response:
        wanted = await read_model(request, Rotation)
        key = SigningKey(wanted.algorithm or self.signing.algorithm)
        self.published = [*(self.published if wanted.keep_old else []), key]
        return web.json_response({"kid": key.kid})

    async def change_metadata(self, request: web.Request) -> web.Response:
        self.metadata = (await read_model(request, MetadataChange)).fields
        return web.json_response({"changed": sorted(self.metadata)})

    async def be_loose(self, request: web.Request) -> web.Response:
        self.loose = await read_model(request, LooseChange)
        return web.json_response(self.loose.model_dump())

    @property
    def key_set(self) -> dict[str, Any]:
        """What is published of the keys."""
        left_out = self.loose.keys_without
        keys = [key.public() | self.loose.keys for key in self.published]
        return {"keys": [{n: v for n, v in key.items() if n not in left_out} for key in keys]}
