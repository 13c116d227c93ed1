"""Rows of the official account, for who must know every table."""

from wechat.official_account.answers import WechatReply
from wechat.official_account.followers import WechatFollower

__all__ = ["WechatFollower", "WechatReply"]
