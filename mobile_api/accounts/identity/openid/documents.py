"""What the identity service publishes about itself: its metadata and its keys."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

import jwt
from pydantic import BaseModel, BeforeValidator, ValidationError

from mobile_api.accounts.identity.openid.errors import silence

# Only signatures by a key of which we hold the public half; never `none`, never HMAC.
ALGORITHMS = ("RS256", "PS256", "ES256")
WELL_KNOWN = "/.well-known/openid-configuration"


def _words(value: object) -> list[str] | None:
    """A list of texts, or one text alone; anything else says nothing."""
    listed = [value] if isinstance(value, str) else value
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else None


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


Listed = Annotated[list[str] | None, BeforeValidator(_words)]


class ProviderMetadata(BaseModel):
    """The fields of OpenID Connect Discovery 1.0, section 3, that a code flow needs.

    An optional one of the wrong type is one that was left out.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: Annotated[str | None, BeforeValidator(_word)] = None
    token_endpoint_auth_methods_supported: Listed = None
    code_challenge_methods_supported: Listed = None
    authorization_response_iss_parameter_supported: Annotated[
        bool, BeforeValidator(lambda value: str(value).lower() == "true")
    ] = False

    @property
    def takes_basic_authentication(self) -> bool:
        methods = self.token_endpoint_auth_methods_supported
        # Discovery 1.0, section 3: what is left out is client_secret_basic.
        return methods is None or "client_secret_basic" in methods


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
        self._entries = [entry for entry in entries if isinstance(entry, dict)]

    def find(self, kid: object, algorithm: object) -> jwt.PyJWK | None:
        """The key of that id; without an id on either side, the only key of that algorithm."""
        fitting = [(entry, key) for entry in self._entries if (key := _key_of(entry, algorithm))]
        if kid is not None:
            named = [pair for pair in fitting if pair[0].get("kid") == kid]
            fitting = named or [pair for pair in fitting if pair[0].get("kid") is None]
        return fitting[0][1] if len(fitting) == 1 else None


def _key_of(entry: Mapping[str, Any], algorithm: object) -> jwt.PyJWK | None:
    """The entry as a key of that algorithm; `use`, `alg` and `kid` may be left out or null."""
    kinds = ("EC", "P-256") if algorithm == "ES256" else ("RSA", None)
    if (entry.get("use") or "sig") != "sig" or (entry.get("kty"), entry.get("crv")) != kinds:
        return None
    if algorithm not in ALGORITHMS or (entry.get("alg") or algorithm) != algorithm:
        return None
    try:
        return jwt.PyJWK.from_dict(dict(entry), str(algorithm))
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
