"""Rows of numbers in one array, each from where it starts to where the next one does: a list for
each of many short rows would take ten times the memory."""

from array import array
from collections import Counter
from itertools import accumulate


def grouped(rows: "array[int]", number: int) -> "tuple[array[int], array[int]]":
    """Entries by their rows, which are 0 to `number` - 1: where each row starts, and the positions
    in `rows` of its entries, in the order in which they came."""
    sizes = Counter(rows)
    starts = array("I", accumulate(map(sizes.__getitem__, range(number)), initial=0))
    free, order = starts[:], array("I", bytes(rows.itemsize * len(rows)))
    for at, row in enumerate(rows):
        order[free[row]] = at
        free[row] += 1
    return starts, order


def row_of(starts: "array[int]", number: int) -> slice:
    """Where the entries of a row stand."""
    return slice(starts[number], starts[number + 1])
