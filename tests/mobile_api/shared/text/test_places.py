"""Places without a city or a county, and tables that fill the gap with words that are no places."""

import pytest

from mobile_api.shared.text.places import Levels


@pytest.mark.parametrize(
    ("told", "line", "all_three"),
    [
        (("广东省", "东莞市", ""), "广东省东莞市", ("广东省", "东莞市", "东莞市")),
        (("广东省", "东莞市", "东莞市"), "广东省东莞市", ("广东省", "东莞市", "东莞市")),
        (("广东省", "广东省", "东莞市"), "广东省东莞市", ("广东省", "东莞市", "东莞市")),
        (("广东省", "东莞市", "市辖区"), "广东省东莞市", ("广东省", "东莞市", "东莞市")),
        (("海南省", "", "陵水黎族自治县"), "海南省陵水黎族自治县", None),
        (("湖北省", "省直辖县级行政区划", "仙桃市"), "湖北省仙桃市", None),
        (("湖北省", "仙桃市", "仙桃市"), "湖北省仙桃市", None),
        (
            ("新疆维吾尔自治区", "自治区直辖县级行政区划", "石河子市"),
            "新疆维吾尔自治区石河子市",
            None,
        ),
        (("北京市", "市辖区", "东城区"), "北京市东城区", ("北京市", "北京市", "东城区")),
        (("北京市", "北京市", "东城区"), "北京市东城区", ("北京市", "北京市", "东城区")),
        (("重庆市", "县", "城口县"), "重庆市城口县", ("重庆市", "重庆市", "城口县")),
        (("广东省", "深圳市", "南山区"), "广东省深圳市南山区", ("广东省", "深圳市", "南山区")),
    ],
)
def test_whole_places(
    told: tuple[str, str, str], line: str, all_three: tuple[str, str, str] | None
) -> None:
    levels = Levels.of(*told)
    assert (levels.missing, levels.in_one_line) == ((), line)
    # EMS's columns are filled with names of places only.
    assert levels.all_three == (all_three or (told[0], told[2], told[2]))


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        (("广东省", "深圳市", ""), ("county",)),
        (("广东省", "深圳市", "市辖区"), ("county",)),
        (("广东省", "", "南山区"), ("city",)),
        (("北京市", "北京市", ""), ("county",)),
        (("广东省", "", ""), ("city", "county")),
        (("示范省", "示范市", ""), ("county",)),
    ],
)
def test_what_is_missing(told: tuple[str, str, str], missing: tuple[str, ...]) -> None:
    assert Levels.of(*told).missing == missing
