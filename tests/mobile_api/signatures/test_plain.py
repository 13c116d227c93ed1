"""What is read and written without a parser is, letter by letter, what the library says."""

from datetime import UTC, datetime

import pytest

from mobile_api.shared import clock
from mobile_api.signatures import messages, plain
from mobile_api.signatures.service import (
    Answer,
    KeyKind,
    Request,
    SigningKey,
    sign_answer,
    sign_request,
    signature_base,
)

KEY, TAG, URL = SigningKey.new(KeyKind.ed25519), "test-1", "https://b.example:8443/a/b.c?d=1&e"
PLAIN = 'sig1=("@method" "a-b");created=5;keyid="k";alg="ed25519";expires=9;nonce="n";tag="t"'


def asked(url: str = URL, **headers: str) -> Request:
    said = Request("POST", url, {"Content-Type": "application/json", "X-A": "b"} | headers, b"{}")
    sign_request(said, KEY, TAG, ["x-a"])
    return said


def test_both_bases_are_the_librarys() -> None:
    request = asked()
    answer = Answer(202, request, {"content-type": "application/json"}, b"[]")
    sign_answer(answer, KEY, TAG)
    for said in (request, answer):
        stands = said.headers["Signature-Input"].removeprefix("sig1=(")
        names, _, parameters = stands.partition(")")
        base = plain.base_of(said, names.split(" "), parameters)
        assert base is not None
        assert base.decode() == signature_base(said, TAG)


def test_the_headers_are_the_librarys(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.standing_at(datetime(2026, 12, 1, 1, tzinfo=UTC)):
        ours = asked()
        monkeypatch.setattr(messages, "_sign_plainly", lambda *_: False)
        assert ours.headers == asked().headers


def test_the_plain_form_is_read() -> None:
    found = plain.said_by(PLAIN)
    assert found is not None
    assert found[0] == ["@method", "a-b"]
    assert found[1] == {
        "created": 5,
        "keyid": "k",
        "alg": "ed25519",
        "expires": 9,
        "nonce": "n",
        "tag": "t",
    }


@pytest.mark.parametrize(
    "said",
    [
        PLAIN.replace("sig1", "sig2"),
        PLAIN + ", sig2=()",
        PLAIN.replace("created=5", "created=05"),
        PLAIN.replace("created=5", "created=5;created=5"),
        PLAIN.replace('keyid="k"', 'keyid="\\""'),
        PLAIN.replace('"a-b"', '"a-b";sf'),
        PLAIN.replace('"@method" ', '"@method"  '),
        PLAIN.replace('"@method" ', '"@method"'),
        PLAIN.replace('"a-b")', '"a-b" )'),
        PLAIN + "\n",
        PLAIN + ";other=1",
        PLAIN.replace("expires=9", "expires=٩"),
    ],
)
def test_other_forms_are_left_to_the_library(said: str) -> None:
    assert plain.said_by(said) is None


@pytest.mark.parametrize("said", ["sig1=:YR==:", "sig1=:YQ==:;a", "sig2=:YQ==:", "sig1=:YQ=:"])
def test_other_signatures_are_left_to_the_library(said: str) -> None:
    assert plain.signature_in(said) is None


@pytest.mark.parametrize(
    ("url", "headers", "component"),
    [
        ("https://b.example/%zz", {}, '"@target-uri"'),
        ("https://B.example/", {}, '"@target-uri"'),
        ("https://b.example", {}, '"@target-uri"'),
        (URL, {"a": "b\nc"}, '"a"'),
        (URL, {"a": " b"}, '"a"'),
        (URL, {"a": "护"}, '"a"'),
        (URL, {"a": "b", "A": "c"}, '"a"'),
        (URL, {}, '"a"'),
        (URL, {"a": "b"}, '"a";bs'),
        (URL, {}, '"@query"'),
        (URL, {}, '"@status"'),
    ],
)
def test_what_only_the_library_knows(url: str, headers: dict[str, str], component: str) -> None:
    assert plain.base_of(Request("POST", url, headers), [component], ";created=1") is None
