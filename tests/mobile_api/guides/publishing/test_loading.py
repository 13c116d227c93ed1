"""A catalogue is read from one file or from its parts; broken files are named."""

from pathlib import Path

import orjson
import pytest

from mobile_api.guides.errors import CatalogueInvalid
from mobile_api.guides.publishing.loading import DEMO_CITY, read_catalogue


def write(folder: Path, **files: object) -> Path:
    for name, content in files.items():
        (folder / f"{name}.json").write_bytes(
            content if isinstance(content, bytes) else orjson.dumps(content)
        )
    return folder


def test_parts_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, b={"themes": [2]}, a={"region_code": "1", "themes": [1]})
    assert read_catalogue(tmp_path) == {"region_code": "1", "themes": [1, 2]}


def test_one_file_is_a_catalogue_too(tmp_path: Path) -> None:
    write(tmp_path, whole={"themes": []})
    assert read_catalogue(tmp_path / "whole.json") == {"themes": []}


def test_every_broken_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, a=b'{"themes": [', b=[], c={"region_code": "1"}, d={"region_code": "1"})
    with pytest.raises(CatalogueInvalid) as caught:
        read_catalogue(tmp_path)
    found = [(fault.code, fault.message[:6]) for fault in caught.value.errors]
    assert found == [
        ("json_invalid", "a.json"),
        ("not_an_object", "b.json"),
        ("given_twice", "d.json"),
    ]


@pytest.mark.parametrize(("name", "code"), [("", "no_files"), ("gone.json", "file_unreadable")])
def test_nothing_to_read(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(CatalogueInvalid) as caught:
        read_catalogue(tmp_path / name)
    assert [fault.code for fault in caught.value.errors] == [code]


def test_the_demo_city_says_that_it_is_one() -> None:
    data = read_catalogue(DEMO_CITY)
    assert data["region_code"] == "999900"
    assert "虚构" in data["provenance"]
    assert (len(data["service_items"]), len(data["themes"])) == (40, 12)
