"""`yiwang partner check`: the other city's doors tried one by one, a line for each."""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

import click

from mobile_api.handoff.kit.checking.line import line_to
from mobile_api.handoff.kit.checking.suite import run
from mobile_api.handoff.kit.checking.their import Their, region_beside
from mobile_api.handoff.kit.checking.trial import Trial, Wanted
from mobile_api.handoff.kit.checking.verdicts import CheckOutcome, CheckVerdict, NoCity
from mobile_api.signatures.errors import SmUnavailable
from mobile_api.signatures.service import SigningKey

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("url")
@click.option("--key", type=_FILE, required=True, help="Your secret key, which they registered.")
@click.option("--their-keys", type=_FILE, required=True, help="Their introduction.json.")
@click.option("--item", default="", help="What the case is for; without, the first they offer.")
@click.option("--agreement", default="", help="Under which agreement; without, that of the item.")
@click.option("--region", default="", help="GB/T 2260 code of the county whose item it is.")
@click.option("--from-region", default="", help="Where it is taken; else of your introduction.")
@click.option("--wait", default=10.0, show_default=True, help="Seconds for the first event.")
@click.option("--base", is_flag=True, help="Print signature bases that differ, line by line.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def check(
    url: str,
    key: Path,
    their_keys: Path,
    item: str,
    agreement: str,
    region: str,
    from_region: str,
    wait: float,
    base: bool,
    as_json: bool,
) -> None:
    """Check the home city at URL (its base URL, before /partner/v1): it opens a case and takes it
    back. Exit 1 when anything differs."""
    wanted = Wanted(agreement, item, region, from_region or region_beside(key), wait)
    try:
        own, their = SigningKey.read(key.read_text()), Their.read(their_keys)
        verdicts = asyncio.run(checked(url, own, their, wanted, base=base, quiet=as_json))
    except SmUnavailable:
        raise click.ClickException("本机没有支持 SM2 的 OpenSSL 3(Debian: libssl3)。") from None
    except (ValueError, NoCity) as error:
        raise click.ClickException(f"{url}: {error}") from None
    outcomes = Counter(one.outcome for one in verdicts)
    if as_json:
        told = {"url": url, "ok": not outcomes[CheckOutcome.differs]}
        checks = [one.as_json() for one in verdicts]
        click.echo(json.dumps(told | {"checks": checks}, ensure_ascii=False))
    else:
        click.echo(_sum(outcomes))
    sys.exit(1 if outcomes[CheckOutcome.differs] else 0)


async def checked(
    url: str, own: SigningKey, their: Their, wanted: Wanted, *, base: bool, quiet: bool
) -> list[CheckVerdict]:
    """All verdicts; each is printed as it comes, unless `quiet`. Raises NoCity."""
    verdicts = []
    async with line_to(url, own) as line:
        async for verdict in run(Trial(line, their, wanted)):
            verdicts.append(verdict)
            if not quiet:
                click.echo(verdict.line)
            if base and verdict.base and not quiet:
                click.echo("".join(f"    {one}\n" for one in verdict.base.splitlines()), nl=False)
    return verdicts


def _sum(outcomes: Counter[CheckOutcome]) -> str:
    differing, unasked = outcomes[CheckOutcome.differs], outcomes[CheckOutcome.not_asked]
    return f"{outcomes[CheckOutcome.holds]} 项一致,{differing} 项不同,{unasked} 项没有检查"
