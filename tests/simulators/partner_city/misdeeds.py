"""What a city does wrong in its answers: signed otherwise, about something else, or refused."""

from typing import Literal

from pydantic import Field

from tests.simulators.admin import AdminBody
from tests.simulators.partner_city.messages import Signing


class Misdeed(AdminBody):
    """How the next `times` answers on `path` are (null: all), for requests that hold `contains`.

    `refuse`: a refusal of business with that code, and nothing is done. All else spoils the
    answer only: the message is stored, and its repetition gets the right receipt. `bound_to`
    "other" binds it to another request. `says` replaces members of the receipt before it is
    signed; `receipt` "forged" is signed by a stranger under this city's key id. `changed_body`:
    one more space after it was signed.
    """

    path: str = "/partner/v1/messages"
    contains: str = ""
    times: int | None = 1
    refuse: str = ""
    signing: Signing = Field(default_factory=Signing)
    bound_to: Literal["this", "other"] = "this"
    receipt: Literal["own", "forged"] = "own"
    says: dict[str, str | None] = Field(default_factory=dict)
    changed_body: bool = False


NONE = Misdeed()


class Misdeeds:
    """Those that wait to happen, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Misdeed] = []

    def take(self, path: str, text: str) -> Misdeed:
        """What meets this request, counted down; a good deed where nothing waits."""
        for one in self.waiting:
            if one.path == path and one.contains in text:
                if one.times is not None:
                    one.times -= 1
                    if one.times <= 0:
                        self.waiting.remove(one)
                return one
        return NONE
