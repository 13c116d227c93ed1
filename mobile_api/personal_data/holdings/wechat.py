"""What WeChat accounts are bound, and what they agreed to receive."""

from uuid import UUID

from mobile_api.personal_data.holding import Holding, Named, Under, deletes
from wechat.models import ConsentBalance, WechatBinding
from wechat.official_account.models import WechatFollower


async def _delete_consents(person_id: UUID) -> None:
    for binding in await WechatBinding.filter(person_id=person_id):
        await ConsentBalance.filter(
            app_id=binding.app_id, openid_hash=bytes(binding.openid_hash)
        ).delete()


async def _delete_follower(person_id: UUID) -> None:
    for binding in await WechatBinding.filter(person_id=person_id):
        await WechatFollower.filter(
            app_id=binding.app_id, openid_hash=bytes(binding.openid_hash)
        ).delete()


WECHAT = (
    Holding(
        WechatBinding,
        Named(("person_id",)),
        "绑定的微信",
        {
            "app_id": "应用",
            "openid": "微信用户标识openid",
            "unionid": "微信用户标识unionid",
            "created_at": "绑定时间",
            "last_seen_at": "最近登录时间",
        },
        deletes(WechatBinding),
    ),
    Holding(
        ConsentBalance,
        Under(WechatBinding, "openid_hash", "openid_hash"),
        "微信消息订阅",
        {
            "app_id": "应用",
            "template_id": "消息模板",
            "confirmed": "微信告知的同意次数",
            "reported": "手机告知的同意次数",
            "spent": "已使用次数",
            "is_refused": "是否拒绝",
            "updated_at": "更新时间",
        },
        _delete_consents,
    ),
    Holding(
        WechatFollower,
        Under(WechatBinding, "openid_hash", "openid_hash"),
        "关注公众号",
        {"app_id": "公众号", "is_following": "是否关注", "changed_at": "变更时间"},
        _delete_follower,
    ),
)
