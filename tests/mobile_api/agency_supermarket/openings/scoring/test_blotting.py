"""Names are blotted out of proposals in whatever width they were typed, and nothing else is."""

import pytest

from mobile_api.agency_supermarket.openings.scoring.blotting import BLOT, blotted

NAMES = ("海州恒达\uff08集团\uff09有限公司", "海州恒达", "91320700MA1X000012")


@pytest.mark.parametrize(
    "written",
    [
        "海州恒达(集团)有限公司",
        "海州恒达\uff08集团\uff09有限公司",
        "海州 恒达(集团)\n有限公司",
        "海州\u200b恒达(集团)有限\u2060公司",
        "91320700ma1x000012",
        "\uff19\uff11320700MA1X000012",
    ],
)
def test_however_a_name_is_written(written: str) -> None:
    assert blotted([f"我公司{written}承诺"], NAMES) == [f"我公司{BLOT}承诺"]


def test_nothing_else_is_lost() -> None:
    text = "海州市恒达路(东段)的有限公司\n91320700MA1X00001"
    assert blotted([text], NAMES) == [text]
    assert blotted([text], ()) == [text]
    assert blotted([text], ("", " ")) == [text]
