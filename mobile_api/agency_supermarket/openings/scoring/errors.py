"""What an expert can meet while scoring; each sentence says what to do next."""

from mobile_api.shared.errors import AppError


class ScoringOver(AppError):
    status = 409
    code = "scoring_over"
    title = "这个项目现在不能评分:评审还没有开始、已经结束,或您的席位已经更换。请刷新后查看。"


class ScoredAlready(AppError):
    status = 409
    code = "scored_already"
    title = "您已经提交过评分,评分只能提交一次,不能修改。请等待结果公布。"


class MustAvoid(AppError):
    status = 409
    code = "expert_must_avoid"
    title = "您与这个项目的采购人或投标机构有回避关系,不能评分。请退出席位,由候补专家递补。"
