"""What a city says of itself to a new partner: one small file that crosses by any safe way."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from mobile_api.handoff.partners.models import OwnKey
from mobile_api.handoff.partners.own_keys import (
    new_encryption_key,
    new_signing_key,
    own_keys,
)
from mobile_api.handoff.partners.states import KeyUse
from mobile_api.shared import clock
from mobile_api.signatures.service import KeyKind

FILE_NAME = "introduction.json"


class Introduction(BaseModel):
    """A city as its partners register it. `key`: its short name. Keys are the public halves."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    name: str = Field(min_length=1, max_length=60)
    region_code: str = Field(pattern=r"^\d{6}$")
    base_url: str = Field(pattern=r"^https?://[^\s]+[^/\s]$", max_length=200)
    signing_key: str = Field(max_length=120)
    encryption_key: str = Field(pattern=r"^age1[02-9ac-hj-np-z]{58}$")

    @classmethod
    def read(cls, path: Path) -> "Introduction":
        """Raises ValueError for what is none."""
        return cls.model_validate_json(path.read_bytes())

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")


async def introduce_ourselves(*, key: str, name: str, region: str, base_url: str) -> Introduction:
    """Of this instance; keys that it has not yet are made, both of them."""
    signing = await _first(KeyUse.signing)
    encryption = await _first(KeyUse.encryption)
    return Introduction(
        key=key,
        name=name,
        region_code=region,
        base_url=base_url,
        signing_key=signing.public_key,
        encryption_key=encryption.public_key,
    )


async def _first(use: KeyUse) -> OwnKey:
    now = clock.now()
    for one in await own_keys(use, now):
        return one
    if use is KeyUse.signing:
        return await new_signing_key(KeyKind.ed25519, now)
    return await new_encryption_key(now)
