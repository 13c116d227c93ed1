"""Who judges proposals (方案) and by what: published with the need, and then the same for all."""

from pydantic import BaseModel, ConfigDict

# What the criteria of a need come to together, in points.
WHOLE = 100


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Criterion(_Value):
    """评审因素: what experts give points for, `points` of them at most."""

    name: str
    points: int


class Judging(_Value):
    """评审: `members` experts of a specialty are drawn; each gives points by every criterion."""

    specialty: str
    members: int
    criteria: tuple[Criterion, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the points of the criteria come to a hundred."""
        return sum(one.points for one in self.criteria) == WHOLE
