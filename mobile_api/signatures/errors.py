"""What is wrong with a signature or a key, for the program and for another city's engineer."""

from enum import StrEnum


class SmUnavailable(Exception):
    """This machine has no OpenSSL 3 that can SM2 (Debian: the package libssl3)."""


class SignatureFault(StrEnum):
    """Which part of a signed message does not hold; stable words of the protocol."""

    missing = "missing"
    malformed = "malformed"
    components = "components"
    digest = "digest"
    clock = "clock"
    key = "key"
    algorithm = "algorithm"
    signature = "signature"


class NotSigned(Exception):
    """The message is not signed as the profile asks; `fault` says which part, `part` its name."""

    def __init__(self, fault: SignatureFault, part: str = "") -> None:
        super().__init__(f"{fault.value}: {part}" if part else fault.value)
        self.fault = fault
        self.part = part
