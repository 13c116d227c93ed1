"""Keys of both kinds: the vectors of their standards, what is read, and that secrets stay so."""

import base64

import pytest

from mobile_api.signatures.keys import KeyKind, SigningKey, VerifyingKey

# RFC 9421, B.1.4 and B.2.6.
SECRET = "n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU="
PUBLIC = "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="
BASE = """\
"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length")\
;created=1618884473;keyid="test-key-ed25519"\
"""
SIGNED = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="


def test_the_vector_of_rfc_9421() -> None:
    key = SigningKey.read(f"secret-ed25519:{SECRET}")
    assert str(key.public) == f"ed25519:{PUBLIC}"
    assert base64.b64encode(key.sign(BASE.encode())).decode() == SIGNED
    assert key.public.verifies(base64.b64decode(SIGNED), BASE.encode())


@pytest.mark.parametrize("kind", KeyKind)
def test_a_key_is_read_as_it_was_written_and_checks_what_its_other_half_signed(
    kind: KeyKind,
) -> None:
    key = SigningKey.new(kind)
    again, public = SigningKey.read(key.written()), VerifyingKey.read(str(key.public))
    assert again == key and public == key.public
    assert public.verifies(again.sign(b"a"), b"a")
    assert not public.verifies(again.sign(b"a"), b"b")
    assert not SigningKey.new(kind).public.verifies(key.sign(b"a"), b"a")


@pytest.mark.parametrize("kind", KeyKind)
def test_a_secret_key_shows_itself_nowhere(kind: KeyKind) -> None:
    key = SigningKey.new(kind)
    secret = base64.b64encode(key.raw).decode()
    assert secret not in f"{key!r} {key}"
    assert key.public.key_id in repr(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PUBLIC,
        f"rsa:{PUBLIC}",
        "ed25519:",
        "ed25519:AAAA",
        f"sm2-sm3:{PUBLIC}",
        f"ed25519:{PUBLIC}{PUBLIC}",
        f"ed25519:*{PUBLIC[1:]}",
        f"sm2-sm3:{base64.b64encode(bytes(64)).decode()}",
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        VerifyingKey.read(text)


@pytest.mark.parametrize(
    "text", ["", f"ed25519:{SECRET}", "secret-ed25519:AAAA", "secret-sm2-sm3:" + "A" * 43 + "="]
)
def test_what_is_no_secret_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        SigningKey.read(text)
