"""What people are told about a refused file: something to do, and nothing that harms the file."""

import pytest

from uploads import policy
from uploads.rejections import Rejection

# Each of these costs a signed file its signature.
_HARMS = ("打印", "另存", "分成", "拆分", "压缩", "转换", "重新导出", "截图")


@pytest.mark.parametrize("reason", Rejection)
def test_every_refusal_says_what_to_do(reason: Rejection) -> None:
    sentence = reason.sentence(100)
    assert "请" in sentence
    assert sentence.endswith("。")
    assert "{" not in sentence


@pytest.mark.parametrize("reason", Rejection)
def test_no_refusal_asks_to_destroy_a_signature(reason: Rejection) -> None:
    sentence = reason.sentence(100)
    if any(word in sentence for word in _HARMS):
        assert "电子签章" in sentence
        assert "签章会失效" in sentence


def test_the_number_of_pages_is_that_of_the_city() -> None:
    assert "200 页" in Rejection.too_many_pages.sentence(policy.MOST_PAGES)
