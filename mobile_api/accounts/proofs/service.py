"""What other features ask of levels of assurance: which one an action needs, whether it is had."""

from mobile_api.accounts.proofs.assurance import (
    KNOWN,
    MATCHED,
    REQUIREMENTS,
    Action,
    Proven,
    best_proof,
    level_of,
    require,
)

__all__ = [
    "KNOWN",
    "MATCHED",
    "REQUIREMENTS",
    "Action",
    "Proven",
    "best_proof",
    "level_of",
    "require",
]
