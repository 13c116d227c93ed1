"""`/_simulator/numbers`: let something happen to a number, and tell it or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from aiohttp import web

from tests.simulators.admin import AdminBody, read_model
from tests.simulators.clock import Clock
from tests.simulators.kuaidi100.pushes import Mischief, Pushes
from tests.simulators.kuaidi100.scripts import NAMES, SCRIPTS, context_of
from tests.simulators.kuaidi100.state import Entry, Kuaidi100State, Number

TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


class Play(AdminBody):
    """`script`: a named journey or states as they come. `withdraw`: how many of the newest entries
    the carrier takes back first. `pushes` "each": one push after each new entry; "none": only
    queries will tell. `backwards`: the pushes of "each" arrive newest first. `status` is that of
    the last push. The other fields disturb the pushes, not the track.
    """

    carrier_code: str = "shunfeng"
    script: str | list[str] = "normal"
    withdraw: int = 0
    spacing_seconds: float = 60
    pushes: Literal["last", "each", "none"] = "last"
    backwards: bool = False
    status: Literal["polling", "shutdown", "abort", "updateall"] = "polling"
    copies: int = 1
    salt: str | None = None
    no_sign: bool = False
    tampered: bool = False


class Numbers:
    def __init__(self, clock: Clock, state: Kuaidi100State, pushes: Pushes) -> None:
        self._clock = clock
        self._state = state
        self._pushes = pushes

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/_simulator/numbers", self.all),
            web.post("/_simulator/numbers/{number}/play", self.play),
        ]

    async def all(self, _request: web.Request) -> web.Response:
        return web.json_response({"numbers": self._state.describe()})

    async def play(self, request: web.Request) -> web.Response:
        """The new entries are in the track at once; each push is tried once before the answer."""
        wanted, text = await read_model(request, Play), request.match_info["number"]
        codes = SCRIPTS.get(wanted.script) if isinstance(wanted.script, str) else wanted.script
        if codes is None or any(code not in NAMES for code in codes):
            raise web.HTTPBadRequest(text="no such script or state")
        number = self._state.numbers.get(text)
        if number is None:
            number = Number(number=text, carrier_code=wanted.carrier_code)
            self._state.numbers[text] = number
        before = len(number.entries) - wanted.withdraw
        self._happen(number, before, codes, wanted.spacing_seconds)
        pushed = await self._push(number, before, wanted)
        return web.json_response({"number": number.model_dump(), "pushes": pushed})

    def _happen(
        self, number: Number, before: int, codes: Sequence[str], spacing_seconds: float
    ) -> None:
        del number.entries[max(before, 0) :]
        at = self._clock.beijing().replace(tzinfo=None)
        # Journeys lie in the past, for nobody reports what has not happened.
        at -= timedelta(seconds=spacing_seconds * len(codes))
        if number.entries:
            last = datetime.strptime(number.entries[-1].at, TIME_FORMAT)  # noqa: DTZ007
            at = max(at, last)
        for place, code in enumerate(codes, start=1):
            moment = f"{at + timedelta(seconds=spacing_seconds * place):{TIME_FORMAT}}"
            number.entries.append(Entry(code=code, at=moment, context=context_of(code)))

    async def _push(self, number: Number, before: int, wanted: Play) -> Sequence[object]:
        lengths = {"none": [], "last": [len(number.entries)]}.get(
            wanted.pushes, list(range(max(before, 0) + 1, len(number.entries) + 1))
        )
        mischief = Mischief(wanted.salt, wanted.no_sign, wanted.tampered)
        made = []
        for length in reversed(lengths) if wanted.backwards else lengths:
            is_last = length == len(number.entries)
            status = wanted.status if is_last else "polling"
            for _ in range(wanted.copies):
                pushed = await self._pushes.push(number, status, number.entries[:length], mischief)
                made.append(pushed.describe() if pushed else None)
        return [one for one in made if one]
