"""The page of a need by proposals, while experts score."""

import httpx

from tests.mobile_api.agency_supermarket.openings.scoring.judging import Seat
from tests.mobile_api.web.reading import open_page


async def test_the_page_tells_the_criteria_and_no_untruth_about_bids(
    client: httpx.AsyncClient, need_id: str, seats: list[Seat]
) -> None:
    page = await open_page(client, f"/market/needs/{need_id}")
    for words in (
        "评审因素",
        "价格分",
        "方案怎样提交",
        "专家评审期间不公布报价和方案",
        "密钥不公布",
    ):
        assert page.says(words), words
    assert not page.says("没有报价") and not page.says("都已公开")
