"""A signature and the key that checks it, as they are published and handed out."""

from pydantic import BaseModel, ConfigDict, Field

_KEY_ID = r"^[0-9a-f]{16}$"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Signature(_Value):
    """`key_id`: of the public key that checks it. `value`: Base64 of 64 bytes."""

    key_id: str = Field(pattern=_KEY_ID)
    value: str = Field(min_length=88, max_length=88)


class PublicKey(_Value):
    """`key_id`: the first 16 hex digits of the SHA-256 of the key. `value`: Base64 of 32 bytes."""

    key_id: str = Field(pattern=_KEY_ID)
    value: str = Field(min_length=44, max_length=44)
