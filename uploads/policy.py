"""What may be uploaded, how much and for how long; one table of sentences for every refusal."""

from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
PDF = "application/pdf"
OFD = "application/ofd"
# Phones rename photos between these, so one may stand for another.
IMAGES = frozenset({JPEG, PNG, WEBP})
ALLOWED = IMAGES | {PDF, OFD}
# Pillow cannot decode HEIC without a codec that carries patents, so we say how to avoid it.
HEIC = frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"})
EXTENSIONS = MappingProxyType({JPEG: "jpg", PNG: "png", WEBP: "webp", PDF: "pdf", OFD: "ofd"})

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 200
# A 10 MB JPEG of a 64-megapixel phone passes; what unfolds to more is a bomb or a poster.
MAX_PIXELS = 64_000_000
MAX_PAGES = 100
MAX_OFD_ENTRIES = 2_000
MAX_OFD_BYTES = 100 * 1024 * 1024
MAX_OFD_XML_BYTES = 1024 * 1024

MAX_OPEN = 50
MAX_PER_HOUR = 300

# Long enough for 10 MB at 6 KB/s, the far end of a village.
TICKET_LIFETIME = timedelta(minutes=30)
# A ticket is told again while enough of its life is left to send the file by; then comes a new one.
TICKET_REPEATED_FOR = TICKET_LIFETIME / 2
LINK_LIFETIME = timedelta(minutes=10)
# An upload that nobody finished, and a clean or refused file that nobody submitted.
UNFINISHED_KEPT = timedelta(days=1)
UNUSED_KEPT = timedelta(days=7)


class Rejection(StrEnum):
    """Why a received file is refused; the value is the stable code, `sentence` tells what to do."""

    not_received = "not_received"
    size_differs = "size_differs"
    digest_differs = "digest_differs"
    infected = "infected"
    type_not_supported = "type_not_supported"
    heic_not_supported = "heic_not_supported"
    type_differs = "type_differs"
    disguised = "disguised"
    image_unreadable = "image_unreadable"
    image_too_large = "image_too_large"
    image_animated = "image_animated"
    pdf_unreadable = "pdf_unreadable"
    pdf_protected = "pdf_protected"
    pdf_active = "pdf_active"
    pdf_attachments = "pdf_attachments"
    pdf_dynamic_form = "pdf_dynamic_form"
    too_many_pages = "too_many_pages"
    ofd_unreadable = "ofd_unreadable"
    ofd_too_large = "ofd_too_large"
    cannot_inspect = "cannot_inspect"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Rejection.not_received: "没有收到文件,请在网络良好时重新上传。",
    Rejection.size_differs: "收到的文件不完整,请在网络良好时重新上传。",
    Rejection.digest_differs: "收到的文件与您选择的不一致,请重新上传。",
    Rejection.infected: "文件没有通过安全检查,可能带有病毒,请换一份文件上传。",
    Rejection.type_not_supported: "只支持 JPG、PNG、WebP 照片和 PDF、OFD 文件,请转换后重新上传。",
    Rejection.heic_not_supported: "暂不支持 HEIC 格式的照片。请在手机的“设置-相机-格式”里"
    "选择“兼容性最佳”后重新拍照,或把照片截图后上传截图。",
    Rejection.type_differs: "文件内容与文件类型不一致,请选择原来的文件重新上传。",
    Rejection.disguised: "文件里夹带了其他内容,请重新拍照,或重新导出后再上传。",
    Rejection.image_unreadable: "照片打不开,可能已经损坏,请重新拍照上传。",
    Rejection.image_too_large: "照片尺寸太大,请调低相机分辨率重新拍照,或上传截图。",
    Rejection.image_animated: "不支持动态图片,请上传静态照片。",
    Rejection.pdf_unreadable: "PDF 文件打不开,可能已经损坏,请重新导出后上传。",
    Rejection.pdf_protected: "PDF 文件设置了密码或权限保护,请取消保护,或用“打印为 PDF”另存后上传。",
    Rejection.pdf_active: "PDF 文件里带有脚本或自动操作,请用“打印为 PDF”另存后上传。",
    Rejection.pdf_attachments: "PDF 文件里带有附件,请用“打印为 PDF”另存后上传。",
    Rejection.pdf_dynamic_form: "PDF 文件是动态表单,请用“打印为 PDF”另存后上传。",
    Rejection.too_many_pages: f"文件页数太多,请分成每份不超过 {MAX_PAGES} 页后上传。",
    Rejection.ofd_unreadable: "OFD 文件打不开,可能已经损坏,请重新下载后上传。",
    Rejection.ofd_too_large: "OFD 文件内容太大,请转换为 PDF 后上传。",
    Rejection.cannot_inspect: "文件过于复杂,无法完成检查,请用“打印为 PDF”另存,或拍照后上传。",
}


class Rejected(Exception):
    """The file is refused for `reason`; its person may upload another one."""

    def __init__(self, reason: Rejection) -> None:
        super().__init__(reason.value)
        self.reason = reason
