"""What can go wrong when people prove who they are; each sentence says what to do next."""

from collections.abc import Sequence
from typing import TypedDict

from mobile_api.shared.errors import AppError


class Way(TypedDict):
    """One way out of an error: what it is called, and where it begins."""

    method: str
    name: str
    url: str


class AssuranceTooLow(AppError):
    """`needed_level`, `must_be_fresh` and `ways` go into the problem document."""

    status = 403
    code = "assurance_too_low"
    title = "这一步需要更高的身份核验等级,请先完成身份核验,或到窗口办理。"

    def __init__(
        self, needed_level: int, ways: Sequence[Way] = (), *, must_be_fresh: bool = False
    ) -> None:
        super().__init__()
        self.ways = list(ways)
        self.extensions = {
            "needed_level": needed_level,
            "must_be_fresh": must_be_fresh,
            "ways": self.ways,
        }


class IdentityNotOffered(AppError):
    status = 404
    code = "identity_not_offered"
    title = "本市暂未开通线上身份认证,请带身份证到窗口核验。"


class IdentityFlowOver(AppError):
    status = 410
    code = "identity_flow_over"
    title = "这次身份认证已经完成或已过期。如果还没有登录成功,请回到原来的页面重新开始。"


class IdentityCancelled(AppError):
    status = 403
    code = "identity_cancelled"
    title = "您没有完成身份认证。需要时可以重新开始,也可以带身份证到窗口核验。"


class IdentityBelongsToAnother(AppError):
    """`ways` goes into the problem document."""

    status = 409
    code = "identity_belongs_to_another"
    title = "这个身份已经绑定了另一个账户。请登录那个账户使用,或在“账户合并”中把两个账户合并。"

    def __init__(self) -> None:
        super().__init__()
        self.extensions = {"ways": [MERGE]}


class IdentityDiffers(AppError):
    status = 409
    code = "identity_differs"
    title = "这次认证的身份与本账户已核验的身份不是同一个人。如有变动,请带身份证到窗口办理。"


class LevelNotReached(AppError):
    status = 403
    code = "level_not_reached"
    title = "这种认证方式达不到所需的身份核验等级,请换一种方式,或到窗口核验。"


class CounterCodeUnknown(AppError):
    status = 404
    code = "counter_code_unknown"
    title = "核验码不正确、已用过或已过期,请本人在手机上重新出示。"


MERGE = Way(method="merge", name="合并账户", url="/api/v1/me/merges")
