"""The sandbox says that nobody listens at the neighbour's door, once, and that somebody does."""

import json
import socket
from pathlib import Path

from mobile_api.embedded.home import free_port
from mobile_api.embedded.partner_city.neighbour import NeighbourDoor


def test_a_silent_door_is_said_once_and_so_is_its_end(tmp_path: Path) -> None:
    said: list[str] = []
    port = free_port()
    file = tmp_path / "introduction.json"
    file.write_text(json.dumps({"base_url": f"http://127.0.0.1:{port}"}))
    door = NeighbourDoor.of(file, said.append)
    assert not door.look() and not door.look()
    [line] = said
    assert f"http://127.0.0.1:{port} is silent (connection refused)" in line
    assert "sent again" in line
    with socket.create_server(("127.0.0.1", port)):
        assert door.look() and door.look()
    assert len(said) == 2 and "answers now" in said[1]


def test_a_door_that_answers_from_the_first_needs_no_line() -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert NeighbourDoor(f"http://127.0.0.1:{port}", said.append).look()
    assert said == []
