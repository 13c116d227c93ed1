"""Contests of draws: the one thing that a draw knows of a person."""

from mobile_api.draws.models import DrawContest
from mobile_api.personal_data.holding import Holding, Kept, Named

DRAWS = (
    Holding(
        DrawContest,
        Named(("person_id",)),
        "摇号异议",
        {
            "draw_id": "摇号标识",
            "reason": "理由",
            "made_at": "提出时间",
            "outcome": "处理结果",
            "answer": "答复",
        },
        Kept(
            "对摇号的异议及其答复是公开选取结果的依据,随摇号记录一并保存备查;"
            "理由加密保存,不公开提出人。"
        ),
        words={
            "outcome": {
                "dismissed": "不成立",
                "numbers_void": "成立,重新登记随机数",
                "draw_void": "成立,摇号终止",
            }
        },
    ),
)
