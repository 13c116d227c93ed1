"""What a newcomer reads in the terminal is true and can be copied."""

from pathlib import Path

from click.testing import CliRunner

from mobile_api.cli import main
from mobile_api.embedded.local_settings import announcement


def test_the_demo_citizen_comes_with_how_long_the_next_code_takes() -> None:
    citizen = "phone  13900000001\n"
    said = announcement("http://api", {"sms": "http://sms"}, "", citizen, Path("x"))
    assert "a minute from now" in said and "13900000001" in said


def test_settings_are_shown_as_they_would_be_set() -> None:
    said = CliRunner().invoke(main, ["settings"]).output
    assert "YIWANG_ENVIRONMENT  (local | production, 'production')" in said
    assert "YIWANG_DATA_DIR  (Path, '.yiwang')" in said
