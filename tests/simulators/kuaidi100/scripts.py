"""What can happen to a number: Kuaidi100's states, and the journeys that they make up."""

TO_THE_CITY = ("103", "1002", "1001", "5")

SCRIPTS = {
    "normal": (*TO_THE_CITY, "301"),
    "locker": (*TO_THE_CITY, "501", "304"),
    "held": (*TO_THE_CITY, "501"),
    "refused": (*TO_THE_CITY, "203", "6", "4"),
    "stuck": ("103", "1002"),
    "cancelled": ("101", "401"),
}

# What Kuaidi100 calls its states, by number: without resultv2=4 only the first of each is told.
NAMES = {
    "0": "在途",
    "1": "揽收",
    "2": "疑难",
    "3": "签收",
    "4": "退签",
    "5": "派件",
    "6": "退回",
    "7": "转投",
    "8": "清关",
    "10": "待清关",
    "11": "清关中",
    "12": "已清关",
    "13": "清关异常",
    "14": "拒签",
    "101": "已下单",
    "102": "待揽收",
    "103": "已揽收",
    "1001": "到达派件城市",
    "1002": "干线",
    "1003": "转递",
    "501": "投柜或驿站",
    "301": "本人签收",
    "302": "派件异常后签收",
    "303": "代签",
    "304": "投柜或站签收",
    "401": "已销单",
    "201": "超时未签收",
    "202": "超时未更新",
    "203": "拒收",
    "204": "派件异常",
    "205": "柜或驿站超时未取",
    "206": "无法联系",
    "207": "超区",
    "208": "滞留",
    "209": "破损",
    "210": "销单",
}


def coarse(code: str) -> str:
    """The plain state of a finer one: 1002 is a 0, 501 is a 5."""
    if len(code) <= 2:
        return code
    return "0" if len(code) == 4 else code[0]


def context_of(code: str) -> str:
    """A carrier's sentence; like the real ones it names the courier."""
    return f"【示例市】{NAMES[code]},快递员示例员工,电话13900009999"
