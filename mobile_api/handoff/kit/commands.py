"""`yiwang partner`: for the engineer of another city, on their own machine, without a network."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import pyrage

from mobile_api.handoff.kit.checking.command import check
from mobile_api.handoff.kit.introducing import FILE_NAME, Introduction
from mobile_api.handoff.kit.messages import checked, lines_of, new_headers, read_lines, signed
from mobile_api.shared.ids import new_id
from mobile_api.signatures.errors import SignatureFault, SmUnavailable
from mobile_api.signatures.service import Answer, KeyKind, Request, SigningKey, VerifyingKey

Found = TypeVar("Found")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SECRET, _PUBLIC, _UNSEALING = "secret-key.txt", "public-key.txt", "encryption-secret.txt"
_ADVICE = {
    SignatureFault.missing: "报文没有这个头",
    SignatureFault.malformed: "写法不符合 RFC 9421 和本协议",
    SignatureFault.components: "签名必须覆盖这一项",
    SignatureFault.digest: "Content-Digest 不是这些字节的 SHA-256(RFC 9530)",
    SignatureFault.clock: "双方时钟相差不得超过五分钟,签名有效期不得超过五分钟",
    SignatureFault.key: "keyid 不是这把公钥的编号",
    SignatureFault.algorithm: "alg 与这把公钥的算法不一致",
    SignatureFault.signature: "不是这把公钥的签名,或者报文与签名时不同:请用 --base 逐行比对",
}


@click.group()
def partner() -> None:
    """For a partner city's engineer: keys, one message signed or checked, a whole city to try."""


@partner.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in KeyKind]),
    default=KeyKind.ed25519.value,
    show_default=True,
)
@click.option("--key", default="my-city", show_default=True, help="Short name of your city.")
@click.option("--name", default="我市", show_default=True, help="Its name in Chinese.")
@click.option("--region", default="110100", show_default=True, help="Its GB/T 2260 code.")
@click.option(
    "--base-url",
    default="http://127.0.0.1:9000",
    show_default=True,
    help="Where your doors will be, before /partner/v1.",
)
def init(folder: Path, kind: str, **told: str) -> None:
    """Make keys in FOLDER, to sign and to unseal, and the introduction that the other city gets."""
    key = SigningKey.new(KeyKind(kind))
    public = _or_stop(lambda: key.public)
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    introduction = _or_stop(lambda: _introduction(str(public), recipient, **told))
    folder.mkdir(parents=True, exist_ok=True)
    _keep_secret(folder / _SECRET, key.written())
    _keep_secret(folder / _UNSEALING, str(identity))
    (folder / _PUBLIC).write_text(f"{public}\n")
    introduction.write(folder / FILE_NAME)
    click.echo(f"密钥编号  {public.key_id}\n公钥      {public}\n加密公钥  {recipient}")


def _introduction(
    public: str, recipient: str, *, key: str, name: str, region: str, base_url: str
) -> Introduction:
    return Introduction(
        key=key,
        name=name,
        region_code=region,
        base_url=base_url.rstrip("/"),
        signing_key=public,
        encryption_key=recipient,
    )


def _keep_secret(path: Path, text: str) -> None:
    """Read by its owner alone (mode 0600), and never over one that is there."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} 已经存在,没有改动。") from None
    with os.fdopen(made, "w") as file:
        file.write(text + "\n")


def _of_a_message(command: Callable[..., None]) -> Callable[..., None]:
    """What says which message: a request, or with `--status` the answer to one."""
    for option in (
        click.option("--request-body", type=_FILE, help="The body that it answers."),
        click.option("--request-headers", type=_FILE, help="Headers of what it answers."),
        click.option("--status", type=click.IntRange(100, 599), help="It is an answer."),
        click.option("--body", type=_FILE, help="The bytes of the body, as they are sent."),
        click.option("--method", default="POST", show_default=True),
        click.argument("url"),
    ):
        command = option(command)
    return command


@partner.command()
@_of_a_message
@click.option("--key", type=_FILE, required=True, help="The file of the secret key.")
@click.option("--message-id", help="Of the business event; without, a new one.")
def sign(key: Path, message_id: str | None, body: Path | None, **told: Any) -> None:
    """Sign one message; print its headers for `curl --header @FILE --data-binary @BODY`."""
    secret = _or_stop(lambda: SigningKey.read(key.read_text()))
    message = _or_stop(lambda: _message(new_headers(_bytes(body)), _bytes(body), **told))
    _or_stop(lambda: signed(message, secret, message_id or str(new_id())))
    click.echo(lines_of(message.headers), nl=False)


@partner.command()
@_of_a_message
@click.option("--key", type=_FILE, required=True, help="The file of the public key.")
@click.option("--headers", type=_FILE, required=True, help="Header lines, as curl writes them.")
@click.option("--base", is_flag=True, help="Print what was signed, line by line.")
def verify(key: Path, headers: Path, base: bool, body: Path | None, **told: Any) -> None:
    """Check one message; exit 1 and name the part that differs where one does."""
    public = _or_stop(lambda: VerifyingKey.read(key.read_text()))
    message = _or_stop(lambda: _message(read_lines(headers), _bytes(body), **told))
    text, fault = _or_stop(lambda: checked(message, public))
    if base and text:
        click.echo(text)
    if fault is not None:
        click.echo(f"✗ {fault.fault} {fault.part}\n  {_ADVICE[fault.fault]}", err=True)
        sys.exit(1)
    click.echo(f"✓ 签名有效,密钥编号 {public.key_id}")


def _message(
    headers: dict[str, str],
    body: bytes,
    *,
    url: str,
    method: str,
    status: int | None,
    request_headers: Path | None,
    request_body: Path | None,
) -> Request | Answer:
    if status is None:
        return Request(method.upper(), url, headers, body)
    if request_headers is None:
        raise ValueError("核对或签署应答,还需要 --request-headers:它所答复的请求的报文头")
    asked = Request(method.upper(), url, read_lines(request_headers), _bytes(request_body))
    return Answer(status, asked, headers, body)


partner.add_command(check)


def _bytes(body: Path | None) -> bytes:
    return b"" if body is None else body.read_bytes()


def _or_stop(work: Callable[[], Found]) -> Found:
    """Or one line that says what was given wrongly."""
    try:
        return work()
    except SmUnavailable:
        raise click.ClickException("本机没有支持 SM2 的 OpenSSL 3(Debian: libssl3)。") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
