"""Notices a dead child of `yiwang up`, says so in a line, and starts it again or gives up."""

import signal
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn, Protocol

from mobile_api.embedded.child import Child
from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.ground import Say
from mobile_api.embedded.program import Server

RESTARTS, WINDOW = 5, 60.0
_LOOK_EVERY = 0.1
_PAUSE = 1.0
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Service(Protocol):
    """Something that runs as one child process."""

    name: str

    @property
    def log(self) -> Path: ...

    @property
    def child(self) -> Child | None: ...

    def start(self) -> None:
        """Start and wait until it can be used; raises EmbeddedFault or OSError."""

    def exit_code(self) -> int | None: ...

    def stop(self) -> None: ...


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: not an error, and nobody may swallow it."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Turns the signals that mean "stop" into StopRequested while the block runs."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        # Once is enough: a second Ctrl-C must not interrupt the orderly end.
        for signal_number in _STOPPING:
            signal.signal(signal_number, signal.SIG_IGN)
        raise StopRequested

    before = {number: signal.signal(number, stop) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Supervisor:
    """Children in the order of their start; they are stopped in the reverse order."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.services: list[Service] = []
        self._restarts: dict[str, deque[float]] = defaultdict(deque)

    def start(self, service: Service, where: str = "") -> None:
        began = time.monotonic()
        self.services.append(service)
        service.start()
        self.say(f"{service.name:<12} ready{where} ({time.monotonic() - began:.1f} s)")

    def start_together(self, servers: Sequence[Server]) -> None:
        """None of them needs another one to start, so they load side by side."""
        began = time.monotonic()
        for server in servers:
            self.services.append(server)
            server.launch()
        for server in servers:
            server.wait()
            self.say(f"{server.name:<12} ready ({time.monotonic() - began:.1f} s)")

    def watch(self) -> NoReturn:
        """Until StopRequested; raises EmbeddedFault when a child dies again and again."""
        while True:
            for service in self.services:
                code = service.exit_code()
                if code is not None:
                    self._restart(service, code)
            time.sleep(_LOOK_EVERY)

    def _restart(self, service: Service, code: int) -> None:
        self._count(service)
        began, reason = time.monotonic(), _reason(code)
        if service.child:
            service.child.clear_away()
        try:
            service.start()
        except EmbeddedFault as fault:
            # It counts as another end; what it needs may itself be about to be started again.
            self.say(f"{service.name} {reason} and did not start again. {fault}")
            time.sleep(_PAUSE)
        else:
            took = time.monotonic() - began
            self.say(f"{service.name} {reason}; running again after {took:.1f} s")

    def _count(self, service: Service) -> None:
        now, times = time.monotonic(), self._restarts[service.name]
        while times and now - times[0] > WINDOW:
            times.popleft()
        times.append(now)
        if len(times) > RESTARTS:
            last = service.child.last_words() if service.child else ""
            raise EmbeddedFault(
                f"{service.name} ended {len(times)} times within a minute, so everything is being"
                f" stopped. The end of its log, {service.log}:\n{last}"
            )

    def stop(self) -> None:
        for service in reversed(self.services):
            service.stop()
        self.services.clear()


def _reason(code: int) -> str:
    if code < 0:
        return f"was ended by signal {-code} ({signal.strsignal(-code)})"
    return f"ended by itself with code {code}"
