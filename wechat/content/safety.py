"""WeChat's opinion of what people write and upload (version 2 of its checks).

https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html
https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/mediaCheckAsync.html
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from wechat.platform.client import WechatClient

LONGEST_TEXT = 2_500
# 单个文件大小不超过10M: what is larger WeChat does not download, and says so half an hour later.
LARGEST_IMAGE = 10 * 1024 * 1024
_VERSION, _IMAGE = 2, 2


class Scene(IntEnum):
    """Where the text or picture is used."""

    profile = 1
    comment = 2
    forum = 3
    social_log = 4


class SafetySuggestion(StrEnum):
    """What WeChat would do with it; `review` means that a person should look."""

    passed = "pass"
    review = "review"
    risky = "risky"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`label` is WeChat's number for the kind of content; 100 is normal."""

    suggestion: SafetySuggestion
    label: int
    trace_id: str


async def check_text(client: WechatClient, *, openid: str, scene: Scene, text: str) -> Verdict:
    """Judge up to 2,500 characters of a person who was here within two hours.

    Raises WechatFault: PersonNotSeenLately (61010) after that.
    """
    answer = await client.post(
        "https://api.weixin.qq.com/wxa/msg_sec_check",
        data={"version": _VERSION, "openid": openid, "scene": int(scene), "content": text},
    )
    result = answer["result"]
    return Verdict(
        SafetySuggestion(result["suggest"]), int(result["label"]), str(answer.get("trace_id", ""))
    )


async def check_image(client: WechatClient, *, openid: str, scene: Scene, link: str) -> str:
    """Have a picture judged that WeChat can download from `link`, up to LARGEST_IMAGE.

    Answers the trace id; the verdict comes as a `wxa_media_check` push within 30 minutes.
    Raises WechatFault.
    """
    answer = await client.post(
        "https://api.weixin.qq.com/wxa/media_check_async",
        data={
            "version": _VERSION,
            "openid": openid,
            "scene": int(scene),
            "media_type": _IMAGE,
            "media_url": link,
        },
    )
    return str(answer["trace_id"])
