"""A child that dies is noticed, said and started again, but not for ever."""

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mobile_api.embedded import EmbeddedFault
from mobile_api.embedded.child import bare_environment
from mobile_api.embedded.home import free_port
from mobile_api.embedded.program import Server, listens, python, run_step
from mobile_api.embedded.watching import RESTARTS, StopRequested, Supervisor, stoppable
from tests.mobile_api.embedded.said import Said, is_alive, until


@dataclass
class WebServer:
    """A real web server of the standard library, as one of our programs."""

    folder: Path
    port: int = field(default_factory=free_port)

    def program(self, name: str = "server") -> Server:
        command = python("http.server", str(self.port), "--bind", "127.0.0.1")
        log = self.folder / f"{name}.log"
        return Server(name, command, log, bare_environment(), listens(self.port))


def pid_of(program: Server) -> int:
    assert program.child is not None
    assert program.child.process is not None
    return program.child.process.pid


@pytest.fixture
def supervisor(said: Said) -> Iterator[Supervisor]:
    found = Supervisor(said)
    yield found
    found.stop()


def watch_until(supervisor: Supervisor, happened: threading.Event) -> None:
    """The watch ends as it does at Ctrl-C: by a signal to this process, once `happened` is set."""

    def interrupt() -> None:
        assert happened.wait(30)
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(StopRequested), stoppable():
            supervisor.watch()
    finally:
        thread.join()


def test_a_killed_child_is_started_again_and_said(
    folder: Path, supervisor: Supervisor, said: Said
) -> None:
    server, again = WebServer(folder).program(), threading.Event()
    supervisor.start(server)
    killed = pid_of(server)

    def kill_and_wait() -> None:
        os.kill(killed, signal.SIGKILL)
        until(lambda: said.about("running again"))
        again.set()

    helper = threading.Thread(target=kill_and_wait)
    helper.start()
    watch_until(supervisor, again)
    helper.join()

    assert pid_of(server) != killed
    assert is_alive(pid_of(server))
    (line,) = said.about("running again")
    assert "server was ended by signal 9 (Killed)" in line


def test_a_child_that_dies_again_and_again_is_explained(
    folder: Path, supervisor: Supervisor, said: Said
) -> None:
    program = Server(
        "api", python("a_module_that_is_not_there"), folder / "api.log", bare_environment()
    )
    supervisor.start(program)
    with pytest.raises(EmbeddedFault, match="api ended 6 times within a minute") as fault:
        supervisor.watch()
    assert "No module named a_module_that_is_not_there" in str(fault.value)
    assert len(said.about("running again")) == RESTARTS


def test_children_stop_in_the_reverse_order(folder: Path, said: Said) -> None:
    supervisor = Supervisor(said)
    first, second = WebServer(folder).program("first"), WebServer(folder).program("second")
    supervisor.start(first)
    supervisor.start(second)
    supervisor.stop()
    assert (first.exit_code(), second.exit_code()) == (-signal.SIGTERM, -signal.SIGTERM)
    logs = [(folder / f"{name}.log").stat().st_mtime_ns for name in ("first", "second")]
    assert all(logs)


def test_a_program_that_does_not_start_says_why(folder: Path, supervisor: Supervisor) -> None:
    taken = WebServer(folder)
    supervisor.start(taken.program())
    second = Server(
        "second",
        python("http.server", str(taken.port), "--bind", "127.0.0.1"),
        folder / "second.log",
        bare_environment(),
        lambda: False,
    )
    with pytest.raises(EmbeddedFault, match="Address already in use"):
        second.start()


def test_a_step_that_fails_shows_its_last_lines(folder: Path) -> None:
    with pytest.raises(EmbeddedFault, match="No module named nowhere"):
        run_step("migrate", ["nowhere"], folder / "prepare.log", bare_environment())


def test_what_a_step_tells_the_person_is_not_logged(folder: Path) -> None:
    log = folder / "prepare.log"
    text = run_step("version", ["platform"], log, bare_environment())
    assert text.strip()
    assert log.read_text() == ""
