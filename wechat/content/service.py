"""WeChat's opinion of texts and pictures, as features ask for it."""

from wechat.content.checks import Shown, remarks_on, request_image_checks, request_text_checks

__all__ = ["Shown", "remarks_on", "request_image_checks", "request_text_checks"]
