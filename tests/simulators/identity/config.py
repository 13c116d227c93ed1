"""What a relying party registers at the identity service."""

from dataclasses import dataclass


@dataclass
class IdentityConfig:
    """`callback_url` is the product's origin; only its one callback path is registered.

    `algorithm` is what ID tokens are signed with now: RS256 or ES256.
    """

    client_id: str
    client_secret: str
    callback_url: str = ""
    callback_path: str = "/api/v1/identity/callback"
    algorithm: str = "RS256"
    code_seconds: float = 60.0
    token_seconds: float = 300.0

    @property
    def redirect_uri(self) -> str:
        return self.callback_url.rstrip("/") + self.callback_path
