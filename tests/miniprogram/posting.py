"""People whose originals are awaited at the counter, as the mini-program finds them."""

import secrets

import httpx

from mobile_api.cases.states import CaseStatus
from tests.actors import Citizen, Colleague
from tests.mobile_api.cases.posting import PostedCase
from tests.stack import Stack

# Its originals may be posted.
ITEM = "elder-card"


async def awaited(stack: Stack, client: httpx.AsyncClient) -> dict[str, str]:
    """Somebody with a submitted case; nothing has been posted yet."""
    person = Citizen(stack, client, f"elder-{secrets.token_hex(4)}")
    await person.sign_in()
    await person.declare_real_name()
    member = Colleague(stack, client, f"elders-{secrets.token_hex(4)}", department="wj")
    await member.sign_in()
    case = await PostedCase(stack, client, person, member).begin(CaseStatus.submitted, ITEM)
    return {"user": person.label, "case": case.id}
