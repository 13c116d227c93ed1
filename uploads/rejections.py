"""Why a received file is refused: one table of codes, and of sentences that harm no file.

A signed document loses its signature when it is printed, saved anew, split or converted, so no
sentence asks for that without saying what to do with a signed one.
"""

from enum import StrEnum


class Rejection(StrEnum):
    """The value is the stable code; `sentence` tells the person what to do."""

    not_received = "not_received"
    size_differs = "size_differs"
    digest_differs = "digest_differs"
    infected = "infected"
    type_not_supported = "type_not_supported"
    heic_not_supported = "heic_not_supported"
    # Of files refused before the bytes alone decided; nothing is refused for it any more.
    type_differs = "type_differs"
    disguised = "disguised"
    file_incomplete = "file_incomplete"
    image_unreadable = "image_unreadable"
    image_too_large = "image_too_large"
    image_animated = "image_animated"
    pdf_unreadable = "pdf_unreadable"
    pdf_protected = "pdf_protected"
    pdf_active = "pdf_active"
    pdf_external = "pdf_external"
    pdf_attachments = "pdf_attachments"
    pdf_dynamic_form = "pdf_dynamic_form"
    pdf_too_large = "pdf_too_large"
    too_many_pages = "too_many_pages"
    ofd_unreadable = "ofd_unreadable"
    ofd_protected = "ofd_protected"
    ofd_active = "ofd_active"
    ofd_attachments = "ofd_attachments"
    ofd_too_large = "ofd_too_large"
    cannot_inspect = "cannot_inspect"

    def sentence(self, most_pages: int) -> str:
        """`most_pages`: how many a file may have in this city on the day it was begun."""
        return _SENTENCES[self].format(pages=most_pages)


_SIGNED = (
    "如果文件带有电子签章,请不要打印或另存(签章会失效),请向出具单位索取{wanted}的文件,或到窗口提交"
)
_PRINT = ";没有电子签章的,可以用“打印为 PDF”另存后上传。"

_SENTENCES = {
    Rejection.not_received: "没有收到文件,请在网络良好时重新上传。",
    Rejection.size_differs: "收到的文件不完整,请在网络良好时重新上传。",
    Rejection.digest_differs: "收到的文件与您选择的不一致,请重新上传。",
    Rejection.infected: "文件没有通过安全检查,可能带有病毒,请换一份文件上传。",
    Rejection.type_not_supported: "只支持 JPG、PNG、WebP 照片和 PDF、OFD 文件,"
    "请换成这些格式的文件,或拍照后上传。",
    Rejection.heic_not_supported: "暂不支持 HEIC 格式的照片。"
    "请在手机的相机设置里关闭“高效(HEIF)”格式"
    "(苹果手机在“设置-相机-格式”里选择“兼容性最佳”)后重新拍照,或把照片存为 JPG 后上传。",
    Rejection.type_differs: "文件内容与文件类型不一致,请重新上传。",
    Rejection.disguised: "文件里夹带了其他内容,请重新拍照,或向出具单位重新索取后再上传。",
    Rejection.file_incomplete: "文件不完整,可能是下载或转发时中断了。请重新下载或重新拍照,"
    "确认能完整打开后再上传。",
    Rejection.image_unreadable: "照片打不开,可能已经损坏,请重新拍照上传。",
    Rejection.image_too_large: "照片尺寸太大,请调低相机分辨率重新拍照,或存为 JPG 后上传。",
    Rejection.image_animated: "不支持动态图片,请上传静态照片。",
    Rejection.pdf_unreadable: "PDF 文件打不开,可能已经损坏,请重新下载,或向出具单位重新索取后上传。",
    Rejection.pdf_protected: "PDF 文件设置了打开密码,窗口无法查看。请用平时打开它的软件输入密码后,"
    "在“文件-属性-安全”里取消打开密码再上传;"
    "如果文件带有电子签章,请向出具单位索取没有打开密码的文件。",
    Rejection.pdf_active: "PDF 文件里带有脚本、多媒体,"
    "或会自动打开其他文件和网址的内容,为了安全不能接收。"
    + _SIGNED.format(wanted="不带这些内容")
    + _PRINT,
    Rejection.pdf_external: "PDF 文件有一部分内容放在别的文件或网址里,窗口无法查看。"
    + _SIGNED.format(wanted="内容完整")
    + _PRINT,
    Rejection.pdf_attachments: "PDF 文件里带有附件,请把附件单独上传。"
    + _SIGNED.format(wanted="不带附件")
    + _PRINT,
    Rejection.pdf_dynamic_form: "PDF 文件里带有 XFA 表单,"
    "用不同的软件打开,看到的内容会不一样,窗口无法确认。"
    + _SIGNED.format(wanted="普通 PDF 格式")
    + _PRINT,
    Rejection.pdf_too_large: "PDF 文件展开后太大,窗口无法打开。"
    + _SIGNED.format(wanted="较小")
    + ";没有电子签章的,请降低扫描分辨率后重新扫描,或拍照上传。",
    Rejection.too_many_pages: "文件页数太多,最多 {pages} 页。没有电子签章的,请分成几份后上传;"
    "带有电子签章的请不要拆分(签章会失效),请到窗口提交。",
    Rejection.ofd_unreadable: "OFD 文件打不开,可能已经损坏,请重新下载,或向出具单位重新索取后上传。",
    Rejection.ofd_protected: "OFD 文件设置了打开密码,窗口无法查看,"
    "请向出具单位索取没有打开密码的文件。",
    Rejection.ofd_active: "OFD 文件里带有多媒体,或会自动打开其他文件和网址的内容,为了安全不能接收。"
    "请向出具单位索取不带这些内容的文件,或到窗口提交。",
    Rejection.ofd_attachments: "OFD 文件里带有不能接收的附件。"
    "请向出具单位索取不带附件的文件,或到窗口提交。",
    Rejection.ofd_too_large: "OFD 文件展开后太大,窗口无法打开。"
    "请向出具单位索取较小的文件,或到窗口提交。",
    Rejection.cannot_inspect: "文件过于复杂,无法完成检查。"
    "请向出具单位索取较简单的文件,拍照上传,或到窗口提交。",
}


class Rejected(Exception):
    """The file is refused for `reason`; its person may upload another one."""

    def __init__(self, reason: Rejection) -> None:
        super().__init__(reason.value)
        self.reason = reason
