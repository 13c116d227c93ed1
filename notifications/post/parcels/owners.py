"""Whose a parcel is: which kind of thing of which feature, and which one of them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Owner:
    """`kind`: the feature's word for what it posts for, up to 20 characters (`case`).

    `reference`: which one, in that feature's words, up to 64 characters (a case number).
    """

    kind: str
    reference: str

    @property
    def columns(self) -> dict[str, Any]:
        """For a filter over parcels."""
        return {"owner_kind": self.kind, "reference": self.reference}
