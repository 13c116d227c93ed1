"""A move belongs to one kind of actor: no loop of ours submits in a citizen's place."""

import pytest

from mobile_api.cases.history import SYSTEM
from mobile_api.cases.models import Case
from mobile_api.cases.moves import make_move
from mobile_api.cases.states import SUBMIT
from tests.actors import Citizen


async def test_a_move_is_made_by_its_own_actor(citizen: Citizen) -> None:
    draft = await citizen.ok("POST", "/api/v1/cases", {"item_key": "passport"})
    with pytest.raises(ValueError, match="submit"):
        await make_move(await Case.get(id=draft["id"]), SUBMIT, SYSTEM, public_text="已提交。")
    assert (await Case.get(id=draft["id"])).status == "draft"
