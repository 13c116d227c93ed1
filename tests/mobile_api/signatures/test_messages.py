"""Signed requests and answers: what holds, and which part is named where it does not."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mobile_api.shared import clock
from mobile_api.signatures.errors import NotSigned, SignatureFault
from mobile_api.signatures.keys import KeyKind, SigningKey, VerifyingKey
from mobile_api.signatures.messages import (
    Answer,
    Request,
    sign_answer,
    sign_request,
    signature_base,
    verify_answer,
    verify_request,
)

TAG = "sample-1"
URL = "https://b.example/partner/v1/cases?q=a%2Fb+c&%E6%8A%A4="
BODY = '{"申请人":"某某"}'.encode()
KEYS = {kind: SigningKey.new(kind) for kind in KeyKind}
ALSO = ("message-id",)


def found(key_id: str) -> VerifyingKey | None:
    return next((key.public for key in KEYS.values() if key.public.key_id == key_id), None)


def request(kind: KeyKind = KeyKind.ed25519, body: bytes = BODY) -> Request:
    headers = {"Message-Id": "0197"} | ({"Content-Type": "application/json"} if body else {})
    asked = Request("POST" if body else "GET", URL, headers, body)
    sign_request(asked, KEYS[kind], TAG, ALSO)
    return asked


def answer(to: Request, kind: KeyKind = KeyKind.ed25519) -> Answer:
    said = Answer(201, to, {"Content-Type": "application/json"}, b'{"state":"received"}')
    sign_answer(said, KEYS[kind], TAG)
    return said


@pytest.mark.parametrize("kind", KeyKind)
@pytest.mark.parametrize("body", [BODY, b""])
def test_a_request_and_its_answer_are_believed(kind: KeyKind, body: bytes) -> None:
    asked = request(kind, body)
    claims = verify_request(asked, found, TAG, ALSO)
    assert claims.key_id == KEYS[kind].public.key_id
    assert claims.expires - claims.created == timedelta(minutes=5)
    assert verify_answer(answer(asked, kind), found, TAG).key_id == claims.key_id


def test_what_was_signed_can_be_read_line_by_line() -> None:
    lines = signature_base(request(), TAG).splitlines()
    assert lines[:2] == ['"@method": POST', f'"@target-uri": {URL}']
    assert [line.split(":")[0] for line in lines[2:]] == [
        '"content-digest"',
        '"content-type"',
        '"message-id"',
        '"@signature-params"',
    ]


def _header(name: str, change: Callable[[str], str]) -> Callable[[Request], Request]:
    def changed(one: Request) -> Request:
        return replace(one, headers={**one.headers, name: change(one.headers[name])})

    return changed


def _input(pattern: str, by: str) -> Callable[[Request], Request]:
    return _header("Signature-Input", lambda said: re.sub(pattern, by, said))


def doubled(said: str) -> str:
    return f"{said}, another={said.removeprefix('sig1=')}"


def a_second_later(said: str) -> str:
    return re.sub(r"created=(\d+)", lambda found: f"created={int(found[1]) + 1}", said)


TAMPERED: dict[str, tuple[SignatureFault, Callable[[Request], Request]]] = {
    "body": (SignatureFault.digest, lambda one: replace(one, body=one.body + b" ")),
    "method": (SignatureFault.signature, lambda one: replace(one, method="PUT")),
    "path": (SignatureFault.signature, lambda one: replace(one, url=URL.replace("cases", "Cases"))),
    "query": (SignatureFault.signature, lambda one: replace(one, url=URL + "&x=1")),
    "host": (SignatureFault.signature, lambda one: replace(one, url=URL.replace("b.e", "c.e"))),
    "type": (SignatureFault.signature, _header("Content-Type", lambda _: "text/plain")),
    "message id": (SignatureFault.signature, _header("Message-Id", lambda _: "0198")),
    "digest": (SignatureFault.digest, _header("Content-Digest", lambda _: "sha-256=:AAAA:")),
    "created": (SignatureFault.signature, _header("Signature-Input", a_second_later)),
    "signature": (SignatureFault.signature, _header("Signature", lambda _: "sig1=:AAAA:")),
    "no signature": (SignatureFault.missing, lambda one: replace(one, headers={})),
    "unknown key": (SignatureFault.key, _input('keyid="[^"]*"', 'keyid="0"')),
    "other algorithm": (SignatureFault.algorithm, _input('alg="[^"]*"', 'alg="sm2-sm3"')),
    "other tag": (SignatureFault.malformed, _input('tag="[^"]*"', 'tag="other"')),
    "not covered": (SignatureFault.components, _input('"@target-uri" ', "")),
    "no dictionary": (SignatureFault.malformed, _header("Signature-Input", lambda _: "(((")),
    "two labels": (SignatureFault.malformed, _header("Signature-Input", doubled)),
    "text for time": (SignatureFault.malformed, _input(r"created=\d+", 'created="1"')),
    "much too late": (SignatureFault.malformed, _input(r"expires=\d+", "expires=999999999999")),
    "for a year": (SignatureFault.clock, _input(r"expires=\d+", "expires=9999999999")),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_the_part_that_does_not_hold_is_named(name: str) -> None:
    fault, change = TAMPERED[name]
    with pytest.raises(NotSigned) as refused:
        verify_request(change(request()), found, TAG, ALSO)
    assert refused.value.fault is fault


@pytest.mark.parametrize("minutes", [-11, 11])
def test_clocks_may_differ_by_minutes_only(minutes: int) -> None:
    asked = request()
    with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
        with pytest.raises(NotSigned) as refused:
            verify_request(asked, found, TAG, ALSO)
        assert refused.value.fault is SignatureFault.clock


@pytest.mark.parametrize("minutes", [-4, 4, 9])
def test_and_so_long_a_message_is_good(minutes: int) -> None:
    asked = request()
    with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
        verify_request(asked, found, TAG, ALSO)


def test_an_answer_is_good_for_the_request_it_answers_and_for_no_other() -> None:
    asked, other = request(), request(body=b"{}")
    said = answer(asked)
    for wrong in (
        replace(said, request=other),
        replace(said, status_code=200),
        replace(said, body=b'{"state":"refused"}'),
        replace(said, request=replace(asked, url=URL + "x")),
    ):
        with pytest.raises(NotSigned):
            verify_answer(wrong, found, TAG)


def test_bytes_count_not_what_they_mean() -> None:
    asked = request(body=b'{"a": 1, "b": 2}')
    with pytest.raises(NotSigned) as refused:
        verify_request(replace(asked, body=b'{"a":1,"b":2}'), found, TAG, ALSO)
    assert refused.value.fault is SignatureFault.digest


def test_a_header_to_be_covered_must_be_there() -> None:
    with pytest.raises(ValueError):
        sign_request(Request("GET", URL), KEYS[KeyKind.ed25519], TAG, ALSO)


def test_one_partners_key_is_not_anothers() -> None:
    stranger = SigningKey.new(KeyKind.ed25519)
    with pytest.raises(NotSigned) as refused:
        verify_request(request(), lambda _: stranger.public, TAG, ALSO)
    assert refused.value.fault is SignatureFault.signature
