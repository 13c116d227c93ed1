"""What others do with the official account: messages, replies, its menu, the JS-SDK."""

from wechat.official_account.followers import note_gone as note_follower_gone
from wechat.official_account.js_sdk import sdk_config
from wechat.official_account.menus import publish as publish_menu
from wechat.official_account.menus import published as published_menu
from wechat.official_account.messages import MiniProgramPage, send_subscription, send_template
from wechat.official_account.replies import Reply, TextReply, TransferReply, fitting

__all__ = [
    "MiniProgramPage",
    "Reply",
    "TextReply",
    "TransferReply",
    "fitting",
    "note_follower_gone",
    "publish_menu",
    "published_menu",
    "sdk_config",
    "send_subscription",
    "send_template",
]
