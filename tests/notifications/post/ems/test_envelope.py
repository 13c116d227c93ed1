"""The sealed body: the published vector, both ends, and whatever is not ours to read."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.post.ems import envelope
from notifications.post.ems.errors import EmsMisconfigured, EnvelopeBroken
from tests.simulators.ems import envelope as other_end

KEY = "Y2l2aWNkZXNrLXNtNGtleQ=="
OTHER_KEY = base64.b64encode(b"another 16 bytes").decode()
VECTOR = (
    "|$4|VMhGTpOxAjgBzS9Gw4GngXVN30RuQe8C1TSdSYNtrOJuWhQWjOXYMBv4yJG9QZvANu+eA69ftezq+W9YUe/eRQ=="
)
VALUE = {"waybillNo": "1234567890123"}
JSON_VALUES = st.dictionaries(st.text(), st.text() | st.integers() | st.none())


def test_vector() -> None:
    assert envelope.seal(VALUE, KEY) == VECTOR
    assert envelope.open_sealed(VECTOR, KEY) == VALUE


@given(JSON_VALUES)
def test_the_other_end_reads_what_we_seal(value: dict[str, object]) -> None:
    text = other_end.open_sealed(envelope.seal(value, KEY), KEY)
    assert json.loads(text) == value


@given(JSON_VALUES, st.booleans())
def test_we_read_what_the_other_end_seals(value: dict[str, object], with_suffix: bool) -> None:
    sealed = other_end.seal(json.dumps(value), KEY, with_suffix=with_suffix)
    assert envelope.open_sealed(sealed, KEY) == value


def test_a_form_that_was_not_percent_encoded_is_read() -> None:
    assert "+" in VECTOR
    assert envelope.open_sealed(VECTOR.replace("+", " "), KEY) == VALUE


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_base64_in_lines_as_java_writes_it_is_read(newline: str) -> None:
    sealed = newline.join((VECTOR[:76], VECTOR[76:], ""))
    assert envelope.open_sealed(sealed, KEY) == VALUE


@pytest.mark.parametrize(
    "sealed",
    [
        "",
        json.dumps(VALUE),
        VECTOR.removeprefix("|$4|"),
        VECTOR.replace("|$4|", "|$|"),
        VECTOR.replace("|$4|", "|$5|"),
        VECTOR[:-8],
        VECTOR + "AAAA",
        "|$4|",
        "|$4|证照",
        other_end.seal(json.dumps(VALUE), OTHER_KEY),
        other_end.seal(json.dumps(VALUE) + "x", KEY),
        other_end.seal(json.dumps(VALUE) + OTHER_KEY, KEY, with_suffix=False),
        other_end.seal("not json", KEY),
        other_end.seal("[" * 100_000, KEY),
    ],
)
def test_what_is_not_ours_is_refused(sealed: str) -> None:
    with pytest.raises(EnvelopeBroken):
        envelope.open_sealed(sealed, KEY)


@pytest.mark.parametrize("key", ["", "no base64!", base64.b64encode(b"short").decode()])
def test_a_key_that_is_none_is_named(key: str) -> None:
    with pytest.raises(EmsMisconfigured):
        envelope.seal(VALUE, key)
