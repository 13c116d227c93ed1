"""What little speaks for is offered as a question."""

import httpx

from tests.mobile_api.agency_supermarket.finding.test_finding import MARKET, ok


async def test_a_weak_find_is_a_question(client: httpx.AsyncClient) -> None:
    asked = await ok(client, f"{MARKET}/search?q=车辆评估")
    assert asked["services"] and asked["perhaps"]
    assert not (await ok(client, f"{MARKET}/search?q=消防检测"))["perhaps"]
    nothing = await ok(client, f"{MARKET}/search?q=qwzzxvk")
    assert (nothing["services"], nothing["perhaps"]) == ([], False)
