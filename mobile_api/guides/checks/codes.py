"""Rules for item codes: shape, check digit, and agreement with department, level and type."""

from collections.abc import Iterator

from mobile_api.guides.catalogue.codes import (
    BASIC_ITEM_CODE,
    IMPLEMENTATION_CODE,
    ITEM_TYPE_CODES,
    USE_LEVEL_CODES,
)
from mobile_api.guides.catalogue.schemas import Department, ServiceGuide
from mobile_api.shared.errors import FieldFault as Fault
from mobile_api.shared.text.identity_numbers import is_social_credit_code


def code_faults(path: str, guide: ServiceGuide, department: Department | None) -> Iterator[Fault]:
    """Faults of national codes; codes that a province keeps for itself have no common shape."""
    if guide.code_scheme == "national":
        yield from _basic_faults(f"{path}/basic_item_code", guide)
        yield from _implementation_faults(f"{path}/implementation_code", guide, department)


def _basic_faults(path: str, guide: ServiceGuide) -> Iterator[Fault]:
    shape = BASIC_ITEM_CODE.fullmatch(guide.basic_item_code)
    if shape is None:
        yield Fault(path, "code_shape", f"{guide.key}:基本编码应为12位数字。")
    elif shape["item_type"] != ITEM_TYPE_CODES[guide.item_type]:
        yield Fault(path, "code_item_type", f"{guide.key}:基本编码与事项类型不一致。")


def _implementation_faults(
    path: str, guide: ServiceGuide, department: Department | None
) -> Iterator[Fault]:
    shape = IMPLEMENTATION_CODE.fullmatch(guide.implementation_code)
    if shape is None:
        yield Fault(path, "code_shape", f"{guide.key}:实施编码应为31位(业务办理项33位)。")
        return
    if not is_social_credit_code(shape["body"]):
        yield Fault(path, "code_check_digit", f"{guide.key}:实施编码前18位校验不正确。")
    elif department is not None and shape["body"] != department.social_credit_code:
        yield Fault(path, "code_department", f"{guide.key}:实施编码与实施部门不一致。")
    if shape["level"] != USE_LEVEL_CODES[guide.use_level]:
        yield Fault(path, "code_use_level", f"{guide.key}:实施编码与行使层级不一致。")
    if shape["basic"] != guide.basic_item_code:
        yield Fault(path, "code_basic_item", f"{guide.key}:实施编码与基本编码不一致。")
