"""QR codes on posters and counters that lead to a guide."""

import io
from urllib.parse import quote

import segno

from mobile_api.shared.http.prepared import Prepared

# WeChat opens the mini-program for an ordinary address whose prefix is registered with it
# (扫普通链接二维码打开小程序); every other scanner opens the H5 page of the same address.
_PATH = "/guides/{key}?channel={channel}"
_PIXELS_PER_MODULE = 10
_MEDIA = {"png": "image/png", "svg": "image/svg+xml"}


def guide_address(public_url: str, key: str, channel: str) -> str:
    """Address of the guide's page; `channel` tells posters and counters apart."""
    return public_url.rstrip("/") + _PATH.format(key=quote(key), channel=quote(channel))


def guide_qr(address: str, kind: str) -> Prepared:
    """The address as `png` or `svg`, readable when a quarter of it is damaged (level Q)."""
    image = io.BytesIO()
    segno.make_qr(address, error="q").save(image, kind=kind, scale=_PIXELS_PER_MODULE)
    return Prepared.of(image.getvalue(), _MEDIA[kind])
