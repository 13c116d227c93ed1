"""XML of strangers, read as a stream: no entities, no pages of the web, no more than its bound."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from uploads import policy

# Of what shows or runs in a browser, whatever the file is called.
_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")
_PAGE_ROOTS = frozenset({"html", "svg"})
_AT = "}"


class NotPlain(Exception):
    """Declares entities, styles or a page of the web, or cannot be read."""


class TooMuch(Exception):
    """More elements than anybody looks through."""


def read_xml(
    content: bytes,
    *,
    begins: Callable[[str, Mapping[str, str]], None] | None = None,
    ends: Callable[[str, str], None] | None = None,
    most: int = policy.MAX_OFD_ELEMENTS,
) -> int:
    """The number of elements. `begins` gets the local name of each with its attributes, `ends` its
    name and the text directly in it. Raises NotPlain, TooMuch, and what they raise.
    """
    reader = _Reader(begins, ends, most)
    parser = expat.ParserCreate(namespace_separator=_AT)
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.StartDoctypeDeclHandler = _refuse
    parser.ProcessingInstructionHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise NotPlain() from None
    return reader.count


def is_plain_data(content: bytes) -> bool:
    """Whether it is XML that only says something."""
    try:
        read_xml(content)
    except (NotPlain, TooMuch):
        return False
    return True


class _Reader:
    def __init__(
        self,
        begins: Callable[[str, Mapping[str, str]], None] | None,
        ends: Callable[[str, str], None] | None,
        most: int,
    ) -> None:
        self._begins, self._ends, self._most = begins, ends, most
        self.count = 0
        self.text: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(_AT)
        if space in _PAGES or (self.count == 0 and local.lower() in _PAGE_ROOTS):
            raise NotPlain()
        self.count += 1
        if self.count > self._most:
            raise TooMuch()
        self.text.clear()
        if self._begins is not None:
            self._begins(local, attributes)

    def end(self, name: str) -> None:
        if self._ends is not None:
            self._ends(name.rpartition(_AT)[2], "".join(self.text).strip())
        self.text.clear()


def _refuse(*declared: object) -> None:
    # Entities can only be declared in a DTD, and an instruction may bring a style that scripts.
    raise NotPlain()
