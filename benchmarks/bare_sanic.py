"""The measure for prepared reads: Sanic with one handler that returns the bytes of a file."""

import sys
from pathlib import Path
from types import SimpleNamespace

from sanic import HTTPResponse, Request, Sanic
from sanic.config import Config


def create_bare(body: bytes) -> Sanic[Config, SimpleNamespace]:
    """Nothing but the framework and the bytes."""
    app = Sanic("bare", configure_logging=False)
    app.config.ACCESS_LOG = False

    @app.get("/")
    async def answer(request: Request) -> HTTPResponse:
        return HTTPResponse(body, content_type="application/json")

    return app


def main() -> None:
    """`python -m benchmarks.bare_sanic PORT FILE`."""
    app = create_bare(Path(sys.argv[2]).read_bytes())
    app.run("127.0.0.1", int(sys.argv[1]), single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
