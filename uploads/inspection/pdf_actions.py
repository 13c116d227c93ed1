"""What a PDF may do by itself, and what by a click of its reader (ISO 32000-2, 12.6).

Lists of what is allowed: an action, annotation or address of a kind that we do not know is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from uploads.inspection.addresses import is_harmless_address
from uploads.rejections import Rejected, Rejection

Entries = Mapping[str, Any]

# Turning pages, here and with an effect: nothing leaves the document, nothing of it changes.
_BY_ITSELF = frozenset({"/GoTo", "/Named", "/Trans"})
# To empty the fields changes what is shown, but only in the reader's own copy and only when asked
# to; by itself it would hide from the counter what the applicant has filled in.
_BY_CLICK = _BY_ITSELF | {"/URI", "/ResetForm"}
# A reader's own menu (print, save, quit) has names as well. By a click one may print: forms of
# common office programs have such a button, and a reader asks before it does.
_PAGE_MOVES = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_PRINT = "/Print"
# Table 201, and what earlier editions had: found anywhere, also where no reader should look.
_ACTIONS = frozenset(
    "/" + name
    for name in [
        "GoTo",
        "GoToR",
        "GoToE",
        "GoToDp",
        "Launch",
        "Thread",
        "URI",
        "Sound",
        "Movie",
        "Hide",
        "Named",
        "SubmitForm",
        "ResetForm",
        "ImportData",
        "JavaScript",
        "SetOCGState",
        "Rendition",
        "Trans",
        "GoTo3DView",
        "RichMediaExecute",
    ]
)
# Table 171 without what plays, runs or carries: Sound, Movie, Screen, 3D, RichMedia, Projection.
_ANNOTATIONS = frozenset(
    "/" + name
    for name in [
        "Text",
        "Link",
        "FreeText",
        "Line",
        "Square",
        "Circle",
        "Polygon",
        "PolyLine",
        "Highlight",
        "Underline",
        "Squiggly",
        "StrikeOut",
        "Caret",
        "Stamp",
        "Ink",
        "Popup",
        "Widget",
        "PrinterMark",
        "TrapNet",
        "Watermark",
        "Redact",
    ]
)
_ATTACHMENT = "/FileAttachment"
_MOST_CHAINED = 100


def refuse_acting(entries: Entries) -> None:
    """Look at one dictionary, wherever in the document it stands. Raises Rejected."""
    _refuse_actions(entries)
    _refuse_scripts(entries)
    _refuse_annotations(entries)


def _refuse_actions(entries: Entries) -> None:
    _check(entries.get("/OpenAction"), _BY_ITSELF)
    events = entries.get("/AA")
    if isinstance(events, pikepdf.Dictionary):
        for action in _entries_of(events).values():
            _check(action, _BY_ITSELF)
    for key in ("/A", "/PA"):
        # Elements of a structure have attributes of that name, which are of no kind `S`.
        if "/S" in _entries_of(entries.get(key)):
            _check(entries[key], _BY_CLICK)
    kind = _name(entries.get("/S"))
    is_element = "/StructElem" in (_name(entries.get("/Type")), "/P" in entries and "/StructElem")
    if _name(entries.get("/Type")) == "/Action" or (kind in _ACTIONS and not is_element):
        _check_one(entries, _BY_CLICK)


def _refuse_scripts(entries: Entries) -> None:
    if _holds(entries.get("/JS")) or _holds(entries.get("/OnInstantiate")):
        raise Rejected(Rejection.pdf_active)
    if "/JavaScript" in entries and not _is_empty_tree(entries["/JavaScript"]):
        raise Rejected(Rejection.pdf_active)
    base = _entries_of(entries.get("/URI")).get("/Base")
    if base is not None and not is_harmless_address(bytes(base)):
        raise Rejected(Rejection.pdf_active)


def _refuse_annotations(entries: Entries) -> None:
    found = [entries] if _name(entries.get("/Type")) == "/Annot" else []
    annotations = entries.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        found += [_entries_of(one) for one in annotations]
    for annotation in found:
        kind = _name(annotation.get("/Subtype"))
        if kind == _ATTACHMENT:
            raise Rejected(Rejection.pdf_attachments)
        if kind and kind not in _ANNOTATIONS:
            raise Rejected(Rejection.pdf_active)


def _check(action: Any, allowed: frozenset[str]) -> None:
    """An action, and all that follow it. What is no dictionary is a place in the document."""
    for entries in _chain(action):
        _check_one(entries, allowed)


def _chain(action: Any) -> Iterator[Entries]:
    waiting = [action]
    for _ in range(_MOST_CHAINED):
        if not waiting:
            return
        entries = _entries_of(waiting.pop())
        if entries:
            yield entries
        following = entries.get("/Next")
        waiting += list(following) if isinstance(following, pikepdf.Array) else [following]
        waiting = [one for one in waiting if isinstance(one, pikepdf.Dictionary)]
    # Longer than anybody needs, or without an end.
    raise Rejected(Rejection.pdf_active)


def _check_one(entries: Entries, allowed: frozenset[str]) -> None:
    kind = _name(entries.get("/S"))
    if kind not in allowed:
        raise Rejected(Rejection.pdf_active)
    if kind == "/Named":
        named = _name(entries.get("/N"))
        if named not in _PAGE_MOVES and not (named == _PRINT and allowed is _BY_CLICK):
            raise Rejected(Rejection.pdf_active)
    if kind == "/URI" and not is_harmless_address(_text(entries.get("/URI"))):
        raise Rejected(Rejection.pdf_active)


def _is_empty_tree(tree: Any) -> bool:
    """A name tree (7.9.6) without a single entry; one of many branches counts as filled."""
    waiting, seen = [tree], 0
    while waiting and seen < _MOST_CHAINED:
        entries, seen = _entries_of(waiting.pop()), seen + 1
        if _holds(entries.get("/Names")):
            return False
        kids = entries.get("/Kids")
        waiting += list(kids) if isinstance(kids, pikepdf.Array) else []
    return not waiting


def _entries_of(value: Any) -> Entries:
    return dict(value.items()) if isinstance(value, pikepdf.Dictionary) else {}


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _text(value: Any) -> bytes:
    return bytes(value) if isinstance(value, pikepdf.String) else b""


def _holds(value: Any) -> bool:
    """Whether there is anything in it."""
    if isinstance(value, pikepdf.Stream):
        return True
    if isinstance(value, pikepdf.String):
        return bool(bytes(value).strip())
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary):
        return len(value) > 0
    return value is not None
