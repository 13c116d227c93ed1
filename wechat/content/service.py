"""WeChat's opinion of texts and pictures, as features ask for it."""

from wechat.content.checks import (
    CheckedPicture,
    remarks_on,
    request_image_checks,
    request_text_checks,
)

__all__ = ["CheckedPicture", "remarks_on", "request_image_checks", "request_text_checks"]
