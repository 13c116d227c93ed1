"""Requests as they came off the wire, and answers that are signed for them, well or badly."""

import json
from contextlib import suppress
from typing import Any

from aiohttp import web
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from tests.simulators.clock import Clock
from tests.simulators.partner_city.config import CityConfig
from tests.simulators.partner_city.errors import Problem, problem_of
from tests.simulators.partner_city.keys import as_bytes
from tests.simulators.partner_city.messages import Answered, Asked, http_fields
from tests.simulators.partner_city.misdeeds import NONE, Misdeed
from tests.simulators.partner_city.signing import Signer, fault_of
from tests.simulators.partner_city.state import CityState

_JSON, _PROBLEM = "application/json", "application/problem+json"


class Answers:
    def __init__(self, config: CityConfig, clock: Clock, state: CityState, signer: Signer) -> None:
        self._config, self._clock, self._state, self._signer = config, clock, state, signer

    def asked(self, request: web.Request, body: bytes) -> Asked:
        """The request under the address that is registered, whatever the Host says."""
        url = self._config.base_url + request.raw_path
        return Asked(request.method, url, http_fields(request.headers.items()), body)

    def check(self, asked: Asked) -> None:
        """Raises Problem: not signed by the partner, or signed for something that came before."""
        fault = fault_of(asked, self._config.partner_keys, self._clock.now())
        if fault is not None:
            raise Problem(f"signature_{fault}")
        signature = asked.headers["signature"]
        if signature in self._state.seen:
            raise Problem("replayed")
        self._state.seen.add(signature)

    def said(self, asked: Asked, status: int, body: bytes, misdeed: Misdeed = NONE) -> web.Response:
        """An answer of this city. Unsigned where there is no signature to be bound to."""
        kind = _JSON if status < 400 or status == 422 else _PROBLEM
        bound = _other(asked) if misdeed.bound_to == "other" else asked
        answered = Answered(status, bound, {"Content-Type": kind}, body)
        with suppress(HTTPMessageSignaturesException):
            self._signer.sign(answered, misdeed.signing)
        sent = body + b" " if misdeed.changed_body else body
        return web.Response(status=status, body=sent, headers=answered.headers)

    def problem(self, asked: Asked, problem: Problem, misdeed: Misdeed = NONE) -> web.Response:
        return self.said(asked, problem.status, as_bytes(problem.said()), misdeed)

    def injected(self, request: web.Request, code: int | str) -> web.Response:
        """The answer of a fault that names its status (503) or its code (`paused`)."""
        return self.problem(self.asked(request, b""), problem_of(code))


def _other(asked: Asked) -> Asked:
    """The same question at another address."""
    return Asked(asked.method, asked.url + "?other", asked.headers, asked.body)


def read_object(body: bytes) -> dict[str, Any]:
    """The members of a JSON object. Raises Problem."""
    try:
        found = json.loads(body)
    except ValueError:
        raise Problem("body_malformed") from None
    if not isinstance(found, dict):
        raise Problem("body_malformed")
    return found
