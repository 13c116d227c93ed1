"""The clients of our app ids, and the reading of what WeChat pushes."""

from wechat.platform.callbacks import entries
from wechat.platform.client import MINI_PROGRAM, OFFICIAL_ACCOUNT, WechatClient

__all__ = ["MINI_PROGRAM", "OFFICIAL_ACCOUNT", "WechatClient", "entries"]
