"""What can go wrong with a rating; each sentence says what to do next."""

from mobile_api.shared.errors import AppError, NotFound


class RatingClosed(AppError):
    status = 409
    code = "rating_closed"
    title = "只有已完成的合同可以评价,并且须在规定的期限内。有意见请联系中介超市管理部门。"


class RatedAlready(AppError):
    status = 409
    code = "rated_already"
    title = "这份合同您已经评价过,每份合同只能评价一次,不需要再次提交。"


class RatingNotFound(NotFound):
    code = "rating_not_found"
    title = "没有找到这条评价,请刷新后重试。"


class RepliedAlready(AppError):
    status = 409
    code = "replied_already"
    title = "这条评价您已经回复过,每条评价只能回复一次,不需要再次提交。"
