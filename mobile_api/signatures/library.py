"""How the library of RFC 9421 gets at our keys and our clock."""

from http_message_signatures import HTTPMessageVerifier, HTTPSignatureAlgorithm, InvalidSignature
from http_message_signatures.resolvers import HTTPSignatureKeyResolver

from mobile_api.signatures.keys import KeyKind, SigningKey, VerifyingKey


class Ed25519(HTTPSignatureAlgorithm):
    algorithm_id = KeyKind.ed25519.value

    def __init__(
        self, public_key: VerifyingKey | None = None, private_key: SigningKey | None = None
    ) -> None:
        self._public, self._private = public_key, private_key

    def sign(self, message: bytes) -> bytes:
        assert self._private is not None
        return self._private.sign(message)

    def verify(self, signature: bytes, message: bytes) -> None:
        assert self._public is not None
        if not self._public.verifies(signature, message):
            raise InvalidSignature("it is of another key, or of another message")


class Sm2(Ed25519):
    algorithm_id = KeyKind.sm2.value


ALGORITHMS = {KeyKind.ed25519: Ed25519, KeyKind.sm2: Sm2}


class Keys(HTTPSignatureKeyResolver):
    """The one key that was chosen before."""

    def __init__(self, *, signing: SigningKey | None = None, public: VerifyingKey | None = None):
        self._signing, self._public = signing, public

    def resolve_private_key(self, key_id: str) -> SigningKey | None:
        return self._signing

    def resolve_public_key(self, key_id: str) -> VerifyingKey | None:
        return self._public


class LibraryVerifier(HTTPMessageVerifier):
    """Its clock is the house's; see `messages`."""

    def validate_created_and_expires(self, sig_input: object, max_age: object = None) -> None:
        """Was judged before."""
