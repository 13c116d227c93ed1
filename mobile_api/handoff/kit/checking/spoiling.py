"""Requests with one fault each, made from good ones: signed otherwise, or changed on their way."""

import json
from collections.abc import Callable
from dataclasses import replace

from mobile_api.handoff.kit.checking.manner import LABEL, Manner, digest_header
from mobile_api.handoff.kit.checking.trial import Trial
from mobile_api.shared.ids import new_id
from mobile_api.signatures.service import KeyKind, Request, SigningKey

Make = Callable[[Trial], Request]


def in_manner(manner: Manner) -> Make:
    """A good case, signed in that manner."""
    return lambda trial: trial.line.message(trial.case_body(), manner=manner)


def changed(change: Callable[[Request], Request]) -> Make:
    """A good case, changed once it was signed."""
    return lambda trial: change(trial.line.message(trial.case_body()))


def header_changed(name: str, change: Callable[[str], str | None]) -> Make:
    """`change` gives None for a header that is taken away."""

    def other(request: Request) -> Request:
        headers = dict(request.headers)
        value = change(headers.pop(name))
        if value is not None:
            headers[name] = value
        return replace(request, headers=headers)

    return changed(other)


def reserialised(request: Request) -> Request:
    """The same JSON, written as another program writes it."""
    return replace(request, body=json.dumps(json.loads(request.body)).encode())


def other_body(request: Request) -> Request:
    """Another message, and its right digest: only the signature knows."""
    body = request.body + b" "
    headers = {**request.headers, "Content-Digest": digest_header(body)}
    return replace(request, body=body, headers=headers)


def elsewhere(trial: Trial) -> Request:
    """Signed for one handoff, sent to another's door."""
    signed = trial.line.request("GET", f"/handoffs/{new_id()}")
    return replace(signed, url=trial.line.request("GET", f"/handoffs/{new_id()}").url)


def other_query(trial: Trial) -> Request:
    signed = trial.line.request("GET", f"/handoffs/{new_id()}/events?after=0")
    return replace(signed, url=signed.url.replace("after=0", "after=1"))


def other_method(trial: Trial) -> Request:
    signed = trial.line.request("PUT", "/messages", trial.case_body())
    return replace(signed, method="POST")


def by_a_stranger(trial: Trial) -> Request:
    """Under our key id."""
    own = trial.line.key
    manner = Manner(key=SigningKey.new(own.kind), key_id=own.public.key_id)
    return trial.line.message(trial.case_body(), manner=manner)


def unknown_key(trial: Trial) -> Request:
    manner = Manner(key=SigningKey.new(trial.line.key.kind))
    return trial.line.message(trial.case_body(), manner=manner)


def other_algorithm(trial: Trial) -> Request:
    (other,) = {one.value for one in KeyKind} - {trial.line.key.kind.value}
    return trial.line.message(trial.case_body(), manner=Manner(algorithm=other))


def two_signatures(request: Request) -> Request:
    headers = dict(request.headers)
    for name in ("Signature-Input", "Signature"):
        value = headers[name]
        headers[name] = f"{value}, {value.replace(LABEL, 'sig2', 1)}"
    return replace(request, headers=headers)


def other_label(request: Request) -> Request:
    headers = dict(request.headers)
    for name in ("Signature-Input", "Signature"):
        headers[name] = headers[name].replace(LABEL, "sig2", 1)
    return replace(request, headers=headers)


def unsigned(request: Request) -> Request:
    headers = {
        name: value for name, value in request.headers.items() if not name.startswith("Signature")
    }
    return replace(request, headers=headers)
