"""A contract that waits to be signed by 张三丰 and 甲评估事务所."""

from tests.mobile_api.agency_supermarket.ratings.conftest import deal

__all__ = ["deal"]
