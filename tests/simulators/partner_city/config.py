"""Which city is simulated, and what it knows of its partner."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@dataclass
class CityConfig:
    """`callback_url` is the partner's base URL: under it stand the doors that this city calls.

    `base_url` is this city's own, as it is registered with the partner: requests are checked
    against it letter by letter. `partner_keys` by id; `partner_recipient` is what is sealed for.
    `link_seconds` of the clock; `endless_bytes` end what is told to be endless.
    `is_strict`: only whole cases for what it offers are taken; without it whatever comes.
    """

    region_code: str = "990100"
    name: str = "邻江市"
    callback_url: str = ""
    base_url: str = ""
    partner_keys: dict[str, Ed25519PublicKey] = field(default_factory=dict)
    partner_recipient: str = ""
    link_seconds: float = 300.0
    endless_bytes: int = 256 * 1024 * 1024
    most_body_bytes: int = 256 * 1024
    cut_off_seconds: float = 30.0
    is_strict: bool = False
