"""What can happen to a parcel: EMS's operations, and the journeys that they make up.

Codes after OLTS `mappings/cn/ems.csv` (CC BY 4.0). `704:10` is operation 704, sub-code 10.
"""

from typing import NamedTuple

TO_THE_CITY = ("203", "305", "389", "954", "713", "702")

SCRIPTS = {
    "normal": (*TO_THE_CITY, "704:10"),
    "locker": (*TO_THE_CITY, "747", "748"),
    "held": (*TO_THE_CITY, "747"),
    "unclaimed": (*TO_THE_CITY, "747", "750", "711"),
    "counter": (*TO_THE_CITY, "705:8"),
    "returning": (*TO_THE_CITY, "705:7", "708"),
    "refused": (*TO_THE_CITY, "705:7", "708", "711"),
    "reversal": (*TO_THE_CITY, "704:10", "743", "702", "704:10"),
    "address_change": ("203", "305", "389", "954", "802", "389", "954", "713", "702", "704:10"),
    "lost": ("203", "305", "389", "988"),
    "stuck": ("203", "305", "389"),
}


class Operation(NamedTuple):
    """`sub_code_field` is the name under which EMS reports the sub-code."""

    name: str
    description: str
    office: str
    sub_code_field: str = ""


_POST_OFFICE, _CENTRE, _DELIVERY = "示例市政务营业部", "示例市处理中心", "示例区投递站"

OPERATIONS = {
    "203": Operation("收寄计费信息", "邮件已收寄", _POST_OFFICE),
    "305": Operation("揽投发运/封车", "邮件离开营业部，发往处理中心", _POST_OFFICE),
    "389": Operation("处理中心封车", "邮件离开处理中心", _CENTRE),
    "954": Operation("到达处理中心", "邮件到达处理中心", _CENTRE),
    "713": Operation("到达投递机构", "邮件到达投递站", _DELIVERY),
    "702": Operation("投递邮件接收-下段", "邮件正在派送途中，请保持电话畅通", _DELIVERY),
    "704": Operation("投递结果反馈-妥投", "邮件已签收", _DELIVERY, "deliverCode"),
    # The word for "signed for" stands in this text too: only the code tells.
    "705": Operation(
        "投递结果反馈-未妥投", "邮件无法签收，收件人拒收", _DELIVERY, "attemptDeliveryCode"
    ),
    "708": Operation("退件登记", "邮件退回，已登记", _DELIVERY),
    "711": Operation("退回妥投", "退回的邮件已由寄件人签收", _POST_OFFICE),
    "741": Operation("妥投后退回", "邮件妥投后退回", _DELIVERY),
    "742": Operation("撤销下段", "撤销此前的派送信息", _DELIVERY),
    "743": Operation("撤销妥投", "撤销此前的妥投信息", _DELIVERY),
    "744": Operation("撤销未妥投", "撤销此前的未妥投信息", _DELIVERY),
    "747": Operation("包裹柜接收", "邮件已放入智能包裹柜，请及时领取", _DELIVERY),
    "748": Operation("收件人取走", "收件人已从包裹柜取走邮件", _DELIVERY),
    "749": Operation("投递员取走", "投递员已从包裹柜取回邮件", _DELIVERY),
    "750": Operation("投递员收回", "邮件逾期未取，投递员已收回", _DELIVERY),
    "801": Operation("撤单", "寄件人撤回邮件", _CENTRE),
    "802": Operation("改址", "收件地址已更改", _CENTRE),
    "988": Operation("丢失赔付", "邮件丢失，进入赔付流程", _CENTRE),
}


class Step(NamedTuple):
    op_code: str
    sub_code: str


def steps(script: str | list[str]) -> list[Step]:
    """A named script, or operations as they come. Raises KeyError for an unknown name or code."""
    texts = SCRIPTS[script] if isinstance(script, str) else script
    result = [Step(code, sub) for code, _, sub in (text.partition(":") for text in texts)]
    for step in result:
        _ = OPERATIONS[step.op_code]
    return result
