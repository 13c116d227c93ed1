"""What other features ask of applying: what an applicant may do with a case, whatever the door."""

from mobile_api.cases.applying.submitting import withdraw

__all__ = ["withdraw"]
