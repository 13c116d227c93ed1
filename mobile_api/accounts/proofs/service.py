"""What other features ask of levels of assurance: which one an action needs, whether it is had."""

from mobile_api.accounts.proofs.assurance import (
    KNOWN,
    LEVEL_NAMES,
    MATCHED,
    REQUIREMENTS,
    Action,
    ProvenLevel,
    assurance_of,
    best_proof,
    level_of,
    require,
)
from mobile_api.accounts.proofs.looks import count_look, own_look

__all__ = [
    "KNOWN",
    "LEVEL_NAMES",
    "MATCHED",
    "REQUIREMENTS",
    "Action",
    "ProvenLevel",
    "assurance_of",
    "best_proof",
    "count_look",
    "level_of",
    "own_look",
    "require",
]
