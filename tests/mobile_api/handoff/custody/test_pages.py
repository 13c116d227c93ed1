"""The pages say what the program does."""

from mobile_api.handoff.custody.recording import RECEIVED_WITHIN
from mobile_api.handoff.states import CustodyStep
from mobile_api.handoff.wire.custody import MOST_ENTRIES, MOST_PAPERS
from tests.architecture.sources import ROOT


def test_limits_are_told() -> None:
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    assert f"not received within {RECEIVED_WITHIN.days} days alarms" in page
    assert f"at most {MOST_PAPERS} names of papers" in page
    assert f"and {MOST_ENTRIES} entries of one city" in page


def test_every_step_has_its_row() -> None:
    page = (ROOT / "docs" / "partner" / "messages.md").read_text(encoding="utf-8")
    assert not [step for step in CustodyStep if f"| `{step}`" not in page]
