"""WeChat's server side, and the WeChat client on people's phones, for one or more mini-programs."""

from tests.simulators.wechat.app import create_app

__all__ = ["create_app"]
