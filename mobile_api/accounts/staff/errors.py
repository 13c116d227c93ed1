"""What an operator who manages staff can meet, as a sentence at the command line."""


class StaffFault(Exception):
    """What was asked for cannot be done; nothing was."""


class UnknownDepartment(StaffFault):
    """The published catalogue has no such department."""

    def __init__(self, key: str, known: list[str]) -> None:
        names = ", ".join(known) or "none, load a catalogue first"
        super().__init__(f"no such department: {key}; known: {names}")


class UnknownStaff(StaffFault):
    """Nobody has that username."""

    def __init__(self, username: str) -> None:
        super().__init__(f"no member of staff is called {username}")


class StaffDismissed(StaffFault):
    """Who was dismissed comes back by a command of its own."""

    def __init__(self, username: str) -> None:
        super().__init__(f"{username} was dismissed; yiwang reinstate-staff {username} comes first")
