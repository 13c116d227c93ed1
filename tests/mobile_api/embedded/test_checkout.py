"""The stack learns from its simulators what it must be set to, without importing them."""

import os
from pathlib import Path

from mobile_api.embedded.checkout import settings_for, settings_told
from mobile_api.shared.settings.settings import PREFIX, Settings
from tests.simulators.registry import SIMULATORS, settings_of


def test_it_is_set_as_the_simulators_say(folder: Path) -> None:
    told = settings_told(folder / "simulators.log", os.environ)
    urls = {name: f"http://127.0.0.1:{port}" for port, name in enumerate(SIMULATORS, 8001)}
    found = settings_for(told, urls)
    assert found == {PREFIX + name.upper(): value for name, value in settings_of(urls).items()}
    assert {name.removeprefix(PREFIX).lower() for name in found} <= set(Settings.model_fields)
