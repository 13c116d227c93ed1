"""What the identity service publishes about itself: its metadata and its keys."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from pydantic import BaseModel, Field, ValidationError

from mobile_api.accounts.identity.openid.errors import silence

# Only signatures by a key of which we hold the public half; never `none`, never HMAC.
ALGORITHMS = ("RS256", "PS256", "ES256")
WELL_KNOWN = "/.well-known/openid-configuration"


class ProviderMetadata(BaseModel):
    """The fields of OpenID Connect Discovery 1.0, section 3, that a code flow needs."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = Field(
        default_factory=lambda: ["client_secret_basic"]
    )
    code_challenge_methods_supported: list[str] | None = None
    authorization_response_iss_parameter_supported: bool = False

    @property
    def takes_basic_authentication(self) -> bool:
        return "client_secret_basic" in self.token_endpoint_auth_methods_supported


def metadata_of(document: Mapping[str, Any], issuer: str) -> ProviderMetadata:
    """Raises IdentityServiceSilent for metadata of another issuer, or that lowers our guard."""
    try:
        found = ProviderMetadata.model_validate(document)
    except ValidationError:
        raise silence("metadata incomplete") from None
    if found.issuer != issuer:
        raise silence("metadata of another issuer")
    methods = found.code_challenge_methods_supported
    if methods is not None and "S256" not in methods:
        raise silence("no S256")
    scheme = urlsplit(issuer).scheme
    ends = (
        found.authorization_endpoint,
        found.token_endpoint,
        found.jwks_uri,
        found.userinfo_endpoint or issuer,
    )
    if any(urlsplit(end).scheme not in ("https", scheme) for end in ends):
        raise silence("an address of the metadata is not https")
    return found


class SigningKeys:
    """A JSON Web Key Set (RFC 7517), reduced to what may sign an ID token."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Raises IdentityServiceSilent for what is no key set; keys of other kinds are left out."""
        entries = document.get("keys")
        if not isinstance(entries, list):
            raise silence("no key set")
        self._keys: list[jwt.PyJWK] = []
        for entry in entries:
            key = _key_of(entry)
            if key is not None:
                self._keys.append(key)

    def find(self, kid: object, algorithm: object) -> jwt.PyJWK | None:
        """The key of that id; without an id, the only key of that algorithm."""
        fitting = [key for key in self._keys if key.algorithm_name == algorithm]
        if kid is not None:
            fitting = [key for key in fitting if key.key_id == kid]
        return fitting[0] if len(fitting) == 1 else None


def _key_of(entry: object) -> jwt.PyJWK | None:
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    try:
        key = jwt.PyJWK.from_dict(entry)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    return key if key.algorithm_name in ALGORITHMS else None
