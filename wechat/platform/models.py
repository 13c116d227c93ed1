"""Rows of the platform, for who must know every table."""

from wechat.platform.replays import UsedSignature

__all__ = ["UsedSignature"]
