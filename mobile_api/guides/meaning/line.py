"""What goes over the socket between a process of ours and the one that knows meanings.

Each frame is a head (what it is, how many bytes follow) and its bytes; each order is answered
with one frame, in turn. The first one is the child's: the name of its model.
"""

import struct
from enum import IntEnum
from typing import NamedTuple

HEAD = struct.Struct("!BI")
# The version of a catalogue, before what is asked or told of it.
VERSION = struct.Struct("!I")
# A document by its number among those of a catalogue, with how near it is, from 0 to 1.
NEAR = struct.Struct("!If")
# How many documents are told, and of how many bytes each of their vectors is.
TAKEN = struct.Struct("!III")
# Nothing that is answered is longer; what is told may be: 100,000 documents are 39 MB.
MOST_SAID = 65_536


class Order(IntEnum):
    """HELLO: the model. DOCUMENT: a vector of texts that are parted by lines. TAKE: the documents
    of a catalogue (version, how many, size; their numbers; their vectors). QUERY: what is near."""

    HELLO = 1
    DOCUMENT = 2
    TAKE = 3
    QUERY = 4


class Frame(NamedTuple):
    """An order, or the answer to it."""

    order: Order
    content: bytes

    def packed(self) -> bytes:
        return HEAD.pack(self.order, len(self.content)) + self.content
