"""PDFs and OFDs as offices, companies, scanners and phones make them: each is kept as it is."""

import zlib
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Permissions

from tests.uploads.corpus.hostile_packages import acting, attached, whole
from tests.uploads.corpus.specimens import MOST_PAGES, Maker, Specimen
from tests.uploads.corpus.writing import (
    action,
    changed,
    encrypted,
    raw,
    stream,
    with_annotation,
    with_attachments,
    with_root,
)
from tests.uploads.samples import OFD, PDF, document, package, photo

_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
_PRINTER = b"\x1b%-12345X@PJL ENTER LANGUAGE = PDF\r\n"
_XBRL = b"<?xml version='1.0'?><xbrl xmlns='http://www.xbrl.org/2003/instance'/>"
_RESTRICTED = Permissions(extract=False, modify_other=False, print_highres=False)


def _for_everybody(**more: Any) -> Maker:
    """Only the owner's password is set: it opens without one, as most certificates do."""
    return partial(encrypted, owner="o", user="", **more)


def _link(**entries: Any) -> bytes:
    return with_annotation("Link", A=Dictionary(**entries))


def signed() -> bytes:
    """A field with a signature over ranges of the file; the value itself is nobody's."""
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 9 99 9]"
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 9 9]/P 3 0 R/V 5 0 R>>"
    root = b"/AcroForm<</Fields[4 0 R]/SigFlags 3>>/Perms<</DocMDP 5 0 R>>"
    return raw(field, value + b"/Contents<00>>>", root=root, page=b"/Annots[4 0 R]")


def _structured() -> bytes:
    """Elements of a structure have attributes and kinds by the names that actions have."""
    element = b"<</Type/StructElem/S/Span/P 4 0 R/A<</O/Layout/Placement/Block>>/K 0>>"
    tree = b"<</Type/StructTreeRoot/K[5 0 R]/RoleMap<</Movie/Figure>>>>"
    return raw(tree, element, root=b"/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>")


def _outlined() -> bytes:
    def change(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("第一章", 0))

    return changed(change)


def _scanned() -> bytes:
    picture = photo(600, 800)
    entries = b"/Type/XObject/Subtype/Image/Width 600/Height 800/BitsPerComponent 8"
    image = stream(picture, entries + b"/ColorSpace/DeviceRGB/Filter/DCTDecode")
    shown = stream(zlib.compress(b"200 0 0 200 0 0 cm /I Do"), b"/Filter/FlateDecode")
    return raw(image, shown, page=b"/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>")


def _scanned_and_folded() -> bytes:
    """As some scanners do: the JPEG packed by Flate once more, in letters."""
    packed = zlib.compress(photo(60, 80)).hex().encode() + b">"
    entries = b"/Type/XObject/Subtype/Image/Width 60/Height 80/BitsPerComponent 8"
    filters = b"/ColorSpace/DeviceRGB/Filter[/ASCIIHexDecode/FlateDecode/DCTDecode]"
    return raw(stream(packed, entries + filters))


def _large_scan() -> bytes:
    """A3 in colour at 600 dpi: 208 MB, all of it white."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\xff" * 9921 * 3) for _ in range(7016)) + packer.flush()
    entries = b"/Type/XObject/Subtype/Image/Width 9921/Height 7016/BitsPerComponent 8"
    return raw(stream(rows, entries + b"/ColorSpace/DeviceRGB/Filter/FlateDecode"))


def _added_to() -> bytes:
    """A later addition, as whoever signs or fills in a file leaves it."""
    before = raw()
    place, table = len(before), before.rindex(b"xref\n0")
    added = b"4 0 obj\n<</A 1>>\nendobj\n"
    told = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\n" % (place, table)
    return before + added + told + b"startxref\n%d\n%%%%EOF\n" % (place + len(added))


def _wrong_place() -> bytes:
    before, _, after = document(2).rpartition(b"startxref\n")
    return before + b"startxref\n9" + after


def _many_annotations() -> bytes:
    note = b"<</Type/Annot/Subtype/Highlight/Rect[0 0 9 9]/QuadPoints[0 0 0 0 0 0 0 0]>>"
    return raw(page=b"/Annots[%s]" % (note * 20_000))


def _form() -> bytes:
    """Fields as office programs make them: filled in, ticked, chosen, and buttons to empty and to
    print."""
    look = b"/Type/Annot/Subtype/Widget/F 4/Rect[0 0 9 9]/P 3 0 R/DA(/Helv 0 Tf 0 g)/MK<</BC[0]>>"
    fields = [
        b"<<%s/FT/Tx/T(name)/TU(\xe5\xa7\x93\xe5\x90\x8d)/V(Zhang)/AP<</N 9 0 R>>>>" % look,
        b"<<%s/FT/Btn/T(agree)/V/Yes/AS/Yes/AP<</N<</Yes 9 0 R/Off 9 0 R>>>>>>" % look,
        b"<<%s/FT/Ch/Ff 131072/T(sex)/Opt[(a)(b)]/V(a)/AP<</N 9 0 R>>>>" % look,
        b"<<%s/FT/Btn/Ff 65536/T(reset)/A<</Type/Action/S/ResetForm>>/AP<</N 9 0 R>>>>" % look,
        b"<<%s/FT/Btn/Ff 65536/T(print)/A<</Type/Action/S/Named/N/Print>>/AP<</N 9 0 R>>>>" % look,
    ]
    drawn = stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<>>")
    named = b"4 0 R 5 0 R 6 0 R 7 0 R 8 0 R"
    font = b"/DR<</Font<</Helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    root = b"/AcroForm<</NeedAppearances true%s/DA(/Helv 0 Tf 0 g)/Fields[%s]>>" % (font, named)
    return raw(*fields, drawn, root=root, page=b"/Annots[%s]" % named)


def _pdf(name: str, make: Maker, declared: str = PDF) -> Specimen:
    return Specimen(name, make, declared)


def _ofd(name: str, entries: dict[str, bytes] | None, declared: str = OFD) -> Specimen:
    return Specimen(name, lambda: package(entries), declared)


SPECIMENS = (
    _pdf("plain", document),
    _pdf("plain-by-another-name", document, "application/x-pdf"),
    _pdf("plain-without-a-name", document, ""),
    _pdf("plain-called-a-photo", document, "image/jpeg"),
    _pdf("objects-in-streams", partial(document, object_stream_mode=ObjectStreamMode.generate)),
    _pdf("first-page-first", partial(document, 3, linearize=True)),
    _pdf("as-many-pages-as-allowed", partial(document, MOST_PAGES)),
    _pdf("order-mark-before", lambda: b"\xef\xbb\xbf" + document()),
    _pdf("line-break-before", lambda: b"\r\n" + document()),
    _pdf("heads-before", lambda: _HTTP + document()),
    _pdf("print-job-before", lambda: _PRINTER + document()),
    _pdf("as-far-behind-as-allowed", lambda: b" " * 1_019 + document()),
    _pdf("zeros-behind", lambda: document() + bytes(2_048)),
    _pdf("without-its-last-line", lambda: document().removesuffix(b"%%EOF\n")),
    _pdf("tells-a-wrong-place", _wrong_place),
    _pdf("added-to", _added_to),
    _pdf("owner-password-40", _for_everybody(R=2, metadata=False, aes=False)),
    _pdf("owner-password-128", _for_everybody(R=4)),
    _pdf("owner-password-256", _for_everybody(R=6)),
    _pdf("owner-password-and-less-allowed", _for_everybody(allow=_RESTRICTED)),
    _pdf("signed", signed),
    _pdf("structured", _structured),
    _pdf("outlined", _outlined),
    _pdf("scanned", _scanned),
    _pdf("scanned-and-folded", _scanned_and_folded),
    _pdf("large-scan", _large_scan),
    _pdf("many-notes", _many_annotations),
    _pdf("opens-at-a-place", lambda: with_root(OpenAction=Array([0, Name.Fit]))),
    _pdf("opens-at-a-named-place", lambda: with_root(OpenAction=action("GoTo", D="a"))),
    _pdf("opens-at-the-next-page", lambda: with_root(OpenAction=action("Named", N=Name.NextPage))),
    _pdf("click-to-a-page", partial(_link, S=Name.URI, URI="https://www.gov.cn/fuwu/")),
    _pdf("click-to-a-mailbox", partial(_link, S=Name.URI, URI="mailto:a@example.gov.cn")),
    _pdf("click-to-a-telephone", partial(_link, S=Name.URI, URI="tel:12345")),
    _pdf("click-without-a-scheme", partial(_link, S=Name.URI, URI="www.gov.cn")),
    _pdf("click-that-empties", partial(_link, S=Name.ResetForm)),
    _pdf("turns-pages-with-an-effect", partial(_link, S=Name.Trans, Trans=Dictionary(S=Name.Wipe))),
    _pdf("form", _form),
    _pdf("click-that-prints", partial(_link, S=Name.Named, N=Name.Print)),
    _pdf("no-scripts", lambda: with_root(Names=Dictionary(JavaScript=Dictionary(Names=Array())))),
    _pdf("no-carried", lambda: with_root(Names=Dictionary(EmbeddedFiles=Dictionary()))),
    _pdf("no-dynamic-form", lambda: with_root(AcroForm=Dictionary(XFA=Array(), Fields=Array()))),
    _pdf("electronic-voucher", partial(with_attachments, {"voucher.xbrl": _XBRL})),
    _ofd("ofd-plain", None),
    _ofd("ofd-pages", whole(pages=MOST_PAGES)),
    _ofd("ofd-without-a-type", whole(), ""),
    _ofd("ofd-called-a-zip", whole(), "application/zip"),
    _ofd("ofd-click", acting(b'<ofd:URI URI="https://www.gov.cn"/>')),
    _ofd("ofd-opens-at-a-place", acting(b"<ofd:Goto><ofd:Dest/></ofd:Goto>", b"DO")),
    _ofd("ofd-invoice", attached("original_invoice.xml", b"<eInvoice/>")),
    _ofd("ofd-voucher", attached("voucher.xbrl", _XBRL)),
    _ofd("ofd-sealed", whole(Doc_0__Signs__Sign_0__SignedValue=b"") | {"S/Seal.esl": b"\x30\x82"}),
    _ofd("ofd-with-picture", whole() | {"Doc_0/Res/a.png": photo(9, 9, "PNG"), "Doc_0/Res/": b""}),
)
