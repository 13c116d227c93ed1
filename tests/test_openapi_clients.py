"""Programs of others refuse a faulty OpenAPI document; where there are none, that is said."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT

COMMITTED = ROOT / "docs" / "openapi.json"


@pytest.fixture
def script() -> dict[str, Any]:
    """The script beside .ci/run, which is no package."""
    return runpy.run_path(str(ROOT / ".ci" / "openapi_clients.py"), run_name="openapi_clients")


def without_security(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/guides"]["get"]["security"]


def without_a_schema(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Problem"]["properties"]["status"] = {"$ref": "#/nowhere"}


def with_a_type_unheard_of(document: dict[str, Any]) -> None:
    success = document["paths"]["/api/v1/guides/{key}/qr.png"]["get"]["responses"]["200"]
    success["content"] = {"application/x-unheard-of": {"schema": {"type": "string"}}}


def with_one_name_twice(document: dict[str, Any]) -> None:
    document["paths"]["/api/v1/themes"]["get"]["operationId"] = "listGuides"


FAULTS = [
    ("lint", without_security, "security-defined at #/paths/~1api~1v1~1guides/get"),
    ("typescript", without_a_schema, "#/components/schemas/Problem/properties/status"),
    ("python", with_a_type_unheard_of, "application/x-unheard-of"),
    ("python", with_one_name_twice, "operations have a module"),
]


@pytest.mark.thorough
@pytest.mark.parametrize(("check", "spoil", "said"), FAULTS)
def test_each_program_refuses_what_it_trips_over(
    script: dict[str, Any],
    tmp_path: Path,
    tell: Callable[[str], None],
    check: str,
    spoil: Callable[[dict[str, Any]], None],
    said: str,
) -> None:
    document = json.loads(COMMITTED.read_text())
    spoil(document)
    spoilt = tmp_path / "openapi.json"
    spoilt.write_text(json.dumps(document))
    word, told = script["outcome"](script[check], spoilt)
    if word == "NOT RUN":
        tell(f"OPENAPI CLIENTS, {check}: not to be had here")
        return
    assert word == "RED" and said in told


@pytest.mark.thorough
def test_what_cannot_be_read_ends_with_one(
    script: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "openapi.json"
    empty.write_text("{}")
    status = script["main"]([str(empty)])
    printed = capsys.readouterr().out.splitlines()
    words = [line[:8].strip() for line in printed if "clients of" in line]
    assert len(words) == 3 and "green" not in words
    assert status == int("RED" in words)


def test_without_node_that_is_said_and_nothing_is_green(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    for name in ("lint", "typescript"):
        word, told = script["outcome"](script[name], COMMITTED)
        assert (word, told) == ("NOT RUN", "no Node here (https://nodejs.org, 20 or newer)")
