"""Alibaba Cloud's SMS service (dysmsapi 2017-05-25) and the phones that it reaches."""

from tests.simulators.sms.app import create_app

__all__ = ["create_app"]
