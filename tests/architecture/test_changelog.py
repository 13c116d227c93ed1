"""A fragment of the changelog has a kind that the page of a release knows; others would be lost."""

import tomllib

from tests.architecture.sources import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["towncrier"]


def test_every_fragment_is_of_a_kind() -> None:
    kinds = {kind["directory"] for kind in SETTINGS["type"]}
    fragments = [path for path in (ROOT / "changelog.d").iterdir() if path.name != "template.md"]
    assert {"added", "changed", "fixed", "removed", "security"} == kinds
    lost = [
        path.name
        for path in fragments
        if len(path.name.split(".")) != 3 or path.name.split(".")[1] not in kinds
    ]
    assert lost == []
