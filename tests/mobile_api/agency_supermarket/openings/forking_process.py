"""Forks API processes: the program is read once, and each of them is up at once and may be killed.

The first line in are the settings as JSON, each further one a port; each line out is the id of the
process that serves it.
"""

import os
import signal
import sys

import click
import orjson

from mobile_api.serving import serve
from mobile_api.shared.settings.settings import Settings


def main() -> None:
    settings = Settings.model_validate(orjson.loads(sys.stdin.readline()))
    # Nobody here asks how they ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        process_id = os.fork()
        if not process_id:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(settings.model_copy(update={"port": int(line)}))
            return
        click.echo(process_id)


if __name__ == "__main__":
    main()
