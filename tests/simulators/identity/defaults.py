"""The synthetic relying party and the people of the local identity service."""

import json

from tests.simulators.identity.config import IdentityConfig

CLIENT_ID = "yiwang-local"
# With characters that must be encoded before they are joined for HTTP Basic.
CLIENT_SECRET = "local:stack/only+secret=="
LEVELS = {"urn:sim:matched": "2", "urn:sim:present": "3"}


def identity_config(callback_url: str = "") -> IdentityConfig:
    return IdentityConfig(CLIENT_ID, CLIENT_SECRET, callback_url)


def identity_settings(url: str) -> dict[str, str]:
    return {
        "identity_issuer_url": url,
        "identity_client_id": CLIENT_ID,
        "identity_client_secret": CLIENT_SECRET,
        "identity_levels": json.dumps(LEVELS),
    }
