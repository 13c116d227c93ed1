"""`yiwang partner`: keys, one message signed, one checked, by somebody who has only files."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobile_api.handoff.kit.commands import partner
from mobile_api.signatures.service import KeyKind, SigningKey

URL = "https://b.example/partner/v1/messages?a=%E6%8A%A4"
BODY = '{"件":1}'.encode()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(partner, [str(one) for one in arguments])


@pytest.fixture(params=KeyKind)
def city(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder with keys, a body and a signed message."""
    assert run("init", tmp_path, "--kind", request.param.value).exit_code == 0
    (tmp_path / "body.json").write_bytes(BODY)
    made = run("sign", URL, "--key", tmp_path / "secret-key.txt", "--body", tmp_path / "body.json")
    assert made.exit_code == 0, made.output
    (tmp_path / "headers.txt").write_text(made.output)
    return tmp_path


def check(city: Path, url: str = URL, *more: object) -> Result:
    files = ("--key", city / "public-key.txt", "--headers", city / "headers.txt")
    return run("verify", url, *files, "--body", city / "body.json", *more)


def test_what_one_signs_another_checks(city: Path) -> None:
    good = check(city, URL, "--base")
    assert good.exit_code == 0, good.output
    assert f'"@target-uri": {URL}' in good.output.splitlines()
    assert "✓ 签名有效" in good.output


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda city: (city / "body.json").write_bytes(BODY + b"\n"), "✗ digest"),
        (lambda city: edit(city, "Content-Type: application/json", "Content-Type: a/b"), "✗ sign"),
        (lambda city: edit(city, '"content-type" ', ""), "✗ components content-type"),
        (lambda city: edit(city, "Signature: ", "X-Signature: "), "✗ missing signature"),
        (lambda city: edit(city, 'keyid="', 'keyid="0'), "✗ key 0"),
        (lambda city: edit(city, "expires=", "expires=9"), "✗ clock expires"),
        (lambda city: edit(city, "sig1=(", "sig1="), "✗ malformed Signature-Input"),
    ],
)
def test_the_part_that_differs_is_named(city: Path, change: object, named: str) -> None:
    assert callable(change)
    change(city)
    refused = check(city)
    assert refused.exit_code == 1
    assert named in refused.output


def edit(city: Path, old: str, new: str) -> None:
    headers = city / "headers.txt"
    text = headers.read_text()
    assert old in text
    headers.write_text(text.replace(old, new))


def test_an_answer_is_signed_and_checked_with_the_request_that_it_answers(city: Path) -> None:
    (city / "answer.json").write_bytes(b'{"state":"received"}')
    about = ("--status", 202, "--body", city / "answer.json")
    asked = ("--request-headers", city / "headers.txt", "--request-body", city / "body.json")
    made = run("sign", URL, *about, *asked, "--key", city / "secret-key.txt")
    assert made.exit_code == 0, made.output
    (city / "answer.txt").write_text(f"HTTP/1.1 202 Accepted\n{made.output}\n")
    told = ("--key", city / "public-key.txt", "--headers", city / "answer.txt")
    assert run("verify", URL, *about, *asked, *told).exit_code == 0
    assert "✗ signature" in run("verify", URL + "1", *about, *asked, *told).output
    assert "--request-headers" in run("verify", URL, *about, *told).output


def test_another_address_is_another_message(city: Path) -> None:
    assert "✗ signature" in check(city, URL + "&b=1").output


def test_a_secret_key_is_its_owners_alone_and_is_never_overwritten(city: Path) -> None:
    file = city / "secret-key.txt"
    before = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = run("init", city)
    assert again.exit_code == 1 and "没有改动" in again.output
    assert file.read_text() == before
    assert SigningKey.read(before).public.key_id in check(city).output


@pytest.mark.parametrize("wrong", ["not a url", "/partner/v1", "https://"])
def test_an_address_that_is_none_is_said_to_be(city: Path, wrong: str) -> None:
    refused = run("sign", wrong, "--key", city / "secret-key.txt")
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: ")


def test_files_of_another_kind_are_refused(city: Path) -> None:
    for path in (city / "body.json", city / "public-key.txt"):
        assert run("sign", URL, "--key", path).exit_code == 1
    (city / "headers.txt").write_text("Signature: a\nsignature: b\n")
    assert check(city).exit_code == 1
