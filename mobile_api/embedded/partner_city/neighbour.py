"""Whether anybody listens at the neighbour's door: said when that changes, for events wait."""

import json
import socket
import threading
import time
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from mobile_api.embedded.ground import Say

_LOOK_EVERY = 5.0
_PATIENCE = 3.0
_PORTS = {"http": 80, "https": 443}


class NeighbourDoor:
    """`url`: the base URL of the neighbour's introduction. Only whether it takes a connection is
    asked: what is said there is the worker's to try, which repeats it by itself."""

    def __init__(self, url: str, say: Say) -> None:
        self.url, self._say = url, say
        self._answered = True

    @classmethod
    def of(cls, introduction: Path, say: Say) -> Self:
        """Of a file that was read well before."""
        return cls(json.loads(introduction.read_text())["base_url"], say)

    def watch(self) -> None:
        """Beside all else, until the process ends."""
        threading.Thread(target=self._look_for_ever, name="neighbour", daemon=True).start()

    def look(self) -> bool:
        """Whether it answers now; a line where that is news."""
        why = self._silence()
        if (why is None) is not self._answered:
            self._answered = why is None
            self._say(f"neighbour    {self.url} {_news(why)}")
        return why is None

    def _look_for_ever(self) -> None:
        while True:
            self.look()
            time.sleep(_LOOK_EVERY)

    def _silence(self) -> str | None:
        """Why nobody could be reached; None where somebody was."""
        parts = urlsplit(self.url)
        port = parts.port or _PORTS[parts.scheme]
        try:
            socket.create_connection((parts.hostname or "", port), _PATIENCE).close()
        except TimeoutError:
            return "no answer"
        except OSError as fault:
            return (fault.strerror or type(fault).__name__).lower()
        return None


def _news(why: str | None) -> str:
    if why is None:
        return "answers now; what waits for it is sent within half an hour"
    return f"is silent ({why}); what is for it waits and is sent again, at growing intervals"
