"""A contract that waits to be signed by 张三丰 and 甲评估事务所."""

import pytest

from tests.mobile_api.agency_supermarket.contracting import Deal
from tests.mobile_api.agency_supermarket.needing import Bidder, Buyer
from tests.stack import Stack


@pytest.fixture
async def deal(stack: Stack, buyer: Buyer, bidders: list[Bidder]) -> Deal:
    return await Deal.strike(stack, buyer, bidders[0])
