"""What the second city of a stack takes over of what a person set."""

from pathlib import Path

from mobile_api.embedded.home import Home
from mobile_api.embedded.local_settings import Servers
from mobile_api.embedded.partner_city.city import SecondCity
from tests.mobile_api.embedded.stack_process import WITHOUT_MEANING


def test_what_the_machine_can_carry_holds_for_both_and_nothing_else_does(tmp_path: Path) -> None:
    given = {"PATH": "/bin", "YIWANG_OPERATOR_NAME": "示范市", **WITHOUT_MEANING}
    servers = Servers("postgres://127.0.0.1:1/none", "redis://127.0.0.1:1")
    city = SecondCity(Home(tmp_path), 1, servers, given)
    assert city.environment.items() >= {"PATH": "/bin", **WITHOUT_MEANING}.items()
    assert "YIWANG_OPERATOR_NAME" not in city.environment
