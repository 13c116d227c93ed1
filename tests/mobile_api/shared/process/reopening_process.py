"""A process that opens the database named on its command line twice, each time with another key.

It says which of the two keys it has before, meanwhile and afterwards.
"""

import asyncio
import base64
import sys

import click

from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import DATABASE
from mobile_api.shared.process.parts import PartMissing, open_parts
from tests.settings import bare_settings

SEEN: dict[bytes, str] = {}


async def main(database_url: str) -> None:
    say_which_key()
    for number in (1, 2):
        secret_key = base64.b64encode(bytes([number]) * 32).decode()
        settings = bare_settings(database_url=database_url, secret_key=secret_key)
        async with open_parts(settings, DATABASE):
            say_which_key()
        say_which_key()


def say_which_key() -> None:
    try:
        key = keyring().derived("test")
    except PartMissing:
        click.echo("none")
        return
    click.echo(SEEN.setdefault(key, "another" if SEEN else "one"))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
