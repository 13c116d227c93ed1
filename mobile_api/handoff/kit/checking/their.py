"""What is known of the city that is checked: its region and its keys, as it introduced itself."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mobile_api.handoff.wire.base import Line, RegionCode
from mobile_api.signatures.service import VerifyingKey


class _Introduction(BaseModel):
    """Of the file `introduction.json`, the members that the checks need."""

    model_config = ConfigDict(extra="ignore")

    region_code: RegionCode
    signing_key: Line
    encryption_key: str = Field(pattern=r"^age1[02-9ac-hj-np-z]{58}$")


class Their:
    """`keys` by their id; a profile that is signed by one of them may add others."""

    def __init__(self, region_code: str, signing_key: VerifyingKey, encryption_key: str) -> None:
        self.region_code, self.encryption_key = region_code, encryption_key
        self.keys = {signing_key.key_id: signing_key}

    @classmethod
    def read(cls, path: Path) -> Self:
        """From `introduction.json`. Raises ValueError."""
        try:
            said = _Introduction.model_validate_json(path.read_bytes())
        except ValidationError as error:
            names = ", ".join(sorted({str(one["loc"][0]) for one in error.errors() if one["loc"]}))
            raise ValueError(f"{path} 不是对方的 introduction.json: {names or 'JSON'}") from None
        return cls(said.region_code, VerifyingKey.read(said.signing_key), said.encryption_key)

    def learn(self, key: VerifyingKey) -> None:
        """One more that signs for them, as their signed profile says."""
        self.keys[key.key_id] = key


def region_beside(key: Path) -> str:
    """Our own region, where `yiwang partner init` left our introduction beside the key."""
    try:
        said = _Introduction.model_validate_json((key.parent / "introduction.json").read_bytes())
    except (OSError, ValidationError):
        return "110100"
    return said.region_code
