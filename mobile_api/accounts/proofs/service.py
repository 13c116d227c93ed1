"""What other features ask of levels of assurance: which one an action needs, whether it is had."""

from mobile_api.accounts.proofs.assurance import MATCHED, REQUIREMENTS, Action, level_of, require
from mobile_api.accounts.proofs.looks import count_look

__all__ = ["MATCHED", "REQUIREMENTS", "Action", "count_look", "level_of", "require"]
