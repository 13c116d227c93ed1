"""nginx.conf is accepted by nginx and fits the application behind it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from tests.docker.conftest import run
from tests.docker.nginx import CONF, NGINX, OPENSSL, adapted
from uploads import policy


def test_nginx_itself_accepts_it_where_there_is_one(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    if not NGINX or not OPENSSL:
        tell("nginx.conf: no nginx here, so only our own rules were checked")
        assert CONF.count("{") == CONF.count("}")
        return
    done = run(NGINX, "-t", "-e", tmp_path / "start.log", "-c", adapted(tmp_path).conf)
    tell(f"nginx.conf: checked by `nginx -t`{'' if os.getuid() == 0 else ' (not as root)'}")
    assert "test is successful" in done.stderr, done.stderr


def test_the_body_limit_fits_the_largest_file() -> None:
    block = re.search(r"location /yiwang-files/ \{.*?\}", CONF, re.DOTALL)
    assert block is not None
    limit = re.search(r"client_max_body_size (\d+)m;", block[0])
    assert limit is not None
    assert policy.MOST_MEGABYTES < int(limit[1]) < 2 * policy.MOST_MEGABYTES


def test_no_query_string_is_logged() -> None:
    assert "$request_uri" not in CONF.partition("log_format")[2].partition(";\n")[0]
    assert "$args" not in CONF
    assert "$request " not in CONF


def test_what_is_for_operators_is_closed_to_the_world() -> None:
    for path in ("/metrics", "/health/ready"):
        assert f"location = {path} {{ return 404; }}" in CONF
