"""The catalogue that a new city copies is a catalogue."""

import json

from mobile_api.guides.checks.validation import validate_catalogue
from tests.architecture.sources import ROOT


def test_the_template_of_a_catalogue_has_no_fault() -> None:
    template = json.loads((ROOT / "docs" / "catalogue-template.json").read_text())
    assert validate_catalogue(template) == []
