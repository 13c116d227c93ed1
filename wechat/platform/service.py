"""The client of one app id, and the reading of what WeChat pushes."""

from wechat.platform.callbacks import entries
from wechat.platform.client import WechatClient, make_official_account

__all__ = ["WechatClient", "entries", "make_official_account"]
