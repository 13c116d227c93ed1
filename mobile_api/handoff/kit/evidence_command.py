"""`yiwang partner check-evidence`: whoever was handed the evidence of a handoff checks it alone."""

import sys
from pathlib import Path

import click

from mobile_api.handoff.kit.evidence import EMPTIED, NoEvidence, check_evidence
from mobile_api.signatures.errors import SmUnavailable

_ADVICE = {
    "missing": "包里没有这个文件",
    "not_listed": "evidence.json 没有列出这个文件",
    "digest": "内容与 evidence.json 中的摘要不同",
    "malformed": "写法不符合约定",
    "key": "没有编号为此的公钥",
    "signature": "不是所列公钥的签名,或者内容与签名时不同",
    "differs": "回执或原件交接登记与这件办件或这条消息说的不同",
    "clock": "签名的时间与收到的时间相差太多",
    "components": "签名没有覆盖这一项",
    "algorithm": "alg 与公钥的算法不一致",
}


@click.command("check-evidence")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_evidence_file(file: Path) -> None:
    """Check the evidence of a handoff (a ZIP), offline; exit 1 and name each part that differs."""
    try:
        found = check_evidence(file.read_bytes())
    except SmUnavailable:
        raise click.ClickException("本机没有支持 SM2 的 OpenSSL 3(Debian: libssl3)。") from None
    except NoEvidence:
        raise click.ClickException("不是跨城办件的凭据包,请核对文件。") from None
    wrong = [one for one in found if one.fault]
    for one in wrong:
        advice = _ADVICE.get(one.fault, "")
        click.echo(f"✗ {one.file}  {one.fault} {one.part}\n  {advice}", err=True)
    if wrong:
        sys.exit(1)
    for one in found:
        if one.part == EMPTIED:
            click.echo(f"– {one.file}  内容已按期清除,只能核对摘要和回执。")
    click.echo(f"✓ {len(found)} 项全部一致;公钥属于谁,请向两个城市核对编号。")
