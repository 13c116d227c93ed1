"""What pages need of a sign-in inside WeChat."""

from mobile_api.accounts.wechat_web.sign_in import (
    KEPT,
    Begun,
    begin,
    finish,
    must_ask_for_profile,
    official_account,
)

__all__ = [
    "KEPT",
    "Begun",
    "begin",
    "finish",
    "must_ask_for_profile",
    "official_account",
]
