"""The owner is told of each question."""

from tests.mobile_api.agency_supermarket.needing import NEEDS, Bidder, Buyer


async def test_the_owner_hears_of_every_question(buyer: Buyer, bidders: list[Bidder]) -> None:
    """Red before: of the first alone, for a question writes no event of the need."""
    need_id = await buyer.publish()
    for bidder in bidders[:2]:
        for number in (1, 2):
            asked = {"question": f"第{number}个问题:附属用房在哪里?"}
            await bidder.ok("POST", f"{NEEDS}/{need_id}/questions", asked)
    entries = (await buyer.person.ok("GET", "/api/v1/me/messages"))["entries"]
    assert len([one for one in entries if "提问" in one["title"] + one["text"]]) == 4
