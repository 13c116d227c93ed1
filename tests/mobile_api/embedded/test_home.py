"""The data folder: one stack at a time, one secret for ever, ports that stay when they can."""

import errno
import socket
from pathlib import Path

import pytest

from mobile_api.embedded import EmbeddedFault, Home, Stack
from mobile_api.embedded.errors import explained
from mobile_api.embedded.home import free_port, is_free

CARD = Stack(
    pid=7,
    api="http://127.0.0.1:1",
    simulators={"wechat": "http://127.0.0.1:2"},
    partner="http://127.0.0.1:3",
)


def test_a_second_stack_on_the_folder_is_refused_with_the_address_of_the_first(
    folder: Path,
) -> None:
    home = Home(folder)
    with home.locked():
        home.announce(CARD)
        with (
            pytest.raises(EmbeddedFault, match=r"already runs on .* at http://127.0.0.1:1"),
            Home(folder).locked(),
        ):
            pytest.fail("two stacks on one folder")
        assert Home(folder).running() == CARD
    assert Home(folder).running() is None


def test_the_card_of_a_killed_stack_is_not_believed(folder: Path) -> None:
    home = Home(folder)
    home.announce(CARD)
    assert home.running() is None


def test_the_secret_is_made_once_and_closed_to_others(folder: Path) -> None:
    secret = Home(folder).secret()
    assert Home(folder).secret() == secret
    assert len(secret) == 44
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600


def test_a_lost_secret_is_not_replaced_over_data(folder: Path) -> None:
    (folder / "postgres").mkdir()
    with pytest.raises(EmbeddedFault, match="secret is gone"):
        Home(folder).secret()


def test_a_port_stays_the_same_while_it_is_free(folder: Path) -> None:
    port = Home(folder).port("database")
    assert Home(folder).port("database") == port
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)
        moved = Home(folder).port("database")
    assert moved != port
    assert Home(folder).port("database") == moved


def test_no_outgoing_connection_takes_a_port_that_was_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = listening.getsockname()
        with socket.create_connection(address) as outgoing:
            first_outgoing = min(address[1], outgoing.getsockname()[1], 32_768)
    chosen = [free_port() for _ in range(100)]
    assert max(chosen) < first_outgoing
    assert len(set(chosen)) > 50


def test_a_file_that_was_cut_short_counts_as_missing(folder: Path) -> None:
    (folder / "ports.json").write_text('{"database": 54')
    assert Home(folder).port("database") > 0


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "No room left on the disk of /data. Free at least 200 MB"),
        (errno.EACCES, "/data/x may not be written by this user"),
        (errno.EIO, "/data/x: "),
    ],
)
def test_what_the_system_refused_is_one_line(number: int, sentence: str) -> None:
    fault = explained(OSError(number, "refused", "/data/x"), Path("/data"))
    assert str(fault).startswith(sentence)
    assert "\n" not in str(fault)
