"""What was made ready once is not made ready again, until something changes."""

import os
from pathlib import Path

from mobile_api.embedded import prepared
from mobile_api.embedded.prepared import PreparedDatabase, fingerprint

URL = "http://127.0.0.1:8080"


def test_it_is_remembered_with_the_way_to_log_in(folder: Path) -> None:
    assert not PreparedDatabase(folder, URL).is_current()
    PreparedDatabase(folder, URL).remember("officer  a-password\n", "")
    assert PreparedDatabase(folder, URL).is_current()
    assert PreparedDatabase(folder, URL).accounts() == "officer  a-password\n"
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_changed_file_of_the_product_makes_it_old() -> None:
    before, file = fingerprint(), Path(prepared.__file__)
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    try:
        assert fingerprint() != before
    finally:
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert fingerprint() == before


def test_a_record_cut_short_counts_as_none(folder: Path) -> None:
    (folder / "prepared.json").write_text('{"fingerprint": "1')
    assert not PreparedDatabase(folder, URL).is_current()
    assert PreparedDatabase(folder, URL).accounts() == ""


def test_another_address_makes_it_old(folder: Path) -> None:
    """Red before: the menu of the official account led to the port of the first start."""
    PreparedDatabase(folder, URL).remember("", "")
    assert not PreparedDatabase(folder, "http://127.0.0.1:9090").is_current()
