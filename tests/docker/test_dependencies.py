"""docs/dependencies.md says of every package what is true, and no viral licence gets in."""

import re
import tomllib
from importlib.metadata import metadata
from itertools import chain

from tests.docker.conftest import DOCKER
from tests.docker.test_image import locked, pins

ROOT = DOCKER.parent
ROW = re.compile(r"(?m)^\| ([a-z0-9-]+) \| .+ \| .+ \| ([^|]+) \|$")
# What packages call their licence in older metadata -> the SPDX names of the page.
SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def licence_of(package: str) -> str:
    """Its SPDX expression, or its classifiers, or its free text."""
    found = metadata(package)
    if found.get("License-Expression"):
        return str(found["License-Expression"])
    classifiers = [c for c in found.get_all("Classifier", []) if c.startswith("License")]
    names = [c.rpartition(":: ")[2] for c in classifiers] or [str(found.get("License", ""))]
    return " AND ".join(SPDX.get(name, name) for name in names)


def test_the_page_names_every_package_and_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = chain.from_iterable(project["optional-dependencies"].values())
    wanted = pins("\n".join([*project["dependencies"], *extras]))
    page = dict(ROW.findall((ROOT / "docs/dependencies.md").read_text()))
    page.pop("package")
    assert set(page) == set(wanted)
    untrue = [name for name, said in page.items() if not said.startswith(licence_of(name))]
    assert untrue == []


def test_no_viral_licence_is_in_the_process() -> None:
    packages = locked("requirements-production.lock")
    viral = {name: licence_of(name) for name in packages if "GPL" in licence_of(name)}
    assert viral == {}
    assert {name for name in packages if "MPL" in licence_of(name)} == {
        "orjson", "pikepdf", "certifi",
    }  # fmt: skip
