"""What is masked stays masked, however people write it."""

import pytest

from mobile_api.shared.text.masking import mask_address, mask_id_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("和平街道幸福路1号2单元301室", "和平街道****"),
        ("城关镇东大街十二号", "城关镇****"),
        ("马家乡王庄村三组", "马家乡****"),
        ("1号楼301室(和平街道对面)", "****"),
        ("幸福路8号古镇花园", "幸福路****"),
        ("幸福路８号", "幸福路****"),
        ("十号院五栋", "****"),
        ("幸福大厦东座写字楼顶层", "幸福大厦东座****"),
        ("", "****"),
    ],
)
def test_no_door_is_shown(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("370000199003070018", "370***********0018"),
        ("12345678", "123****5678"),
        ("1234567", "****"),
        ("", "****"),
    ],
)
def test_region_and_birthday_are_never_shown_together(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown


def test_names_and_telephones() -> None:
    assert [mask_name(name) for name in ("张三丰", "王五", "")] == ["张**", "王**", ""]
    assert [mask_phone(one) for one in ("13800138000", "12345", "")] == [
        "138****8000",
        "****",
        "****",
    ]
