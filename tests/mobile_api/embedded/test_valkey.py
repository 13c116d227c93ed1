"""The embedded cache keeps what was written a moment before a kill."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import redis

from mobile_api.embedded import EmbeddedValkey
from tests.mobile_api.embedded.said import Said, is_alive, until

Make = Callable[[], EmbeddedValkey]


def pid_of(server: EmbeddedValkey) -> int:
    assert server.child is not None
    assert server.child.process is not None
    return server.child.process.pid


def test_a_killed_server_keeps_its_keys(make_valkey: Make) -> None:
    server = make_valkey()
    server.start()
    with redis.Redis.from_url(server.url) as client:
        client.set("kept", "yes")
    os.kill(pid_of(server), signal.SIGKILL)
    until(lambda: server.exit_code() == -signal.SIGKILL)

    server.start()

    with redis.Redis.from_url(server.url) as client:
        assert client.get("kept") == b"yes"


def test_the_server_of_an_earlier_run_is_stopped_first(make_valkey: Make, said: Said) -> None:
    first, second = make_valkey(), make_valkey()
    first.start()

    second.start()

    until(lambda: not is_alive(pid_of(first)))
    assert said == ["stopping the cache server of an earlier run"]
    assert is_alive(pid_of(second))


def test_a_path_too_long_for_a_socket_gets_a_short_one(folder: Path, said: Said) -> None:
    deep = folder.joinpath(*["a-folder-with-a-long-name"] * 4)
    server = EmbeddedValkey(deep, folder / "cache.log", said)
    try:
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()
        assert server.socket.parent.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        server.socket.parent.rmdir()
