"""nginx.conf is accepted by nginx and fits the application behind it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.docker.conftest import DOCKER, run
from uploads.policy import MAX_BYTES

CONF = (DOCKER / "nginx.conf").read_text()


def test_nginx_itself_accepts_it_where_there_is_one(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx or not shutil.which("openssl"):
        tell("nginx.conf: no nginx here, so only our own rules were checked")
        assert CONF.count("{") == CONF.count("}")
        return
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=test",
            "-days",
            "1",
            "-keyout",
            tmp_path / "tls_key",
            "-out",
            tmp_path / "tls_certificate",
        ],
        check=True,
        capture_output=True,
    )
    here = CONF.replace("/run/secrets", str(tmp_path)).replace("/var/cache/nginx", str(tmp_path))
    here = here.replace("/tmp/nginx.pid", str(tmp_path / "nginx.pid"))
    (tmp_path / "nginx.conf").write_text(here)
    done = run(nginx, "-t", "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf")
    tell(f"nginx.conf: checked by `nginx -t`{'' if os.getuid() == 0 else ' (not as root)'}")
    assert "test is successful" in done.stderr, done.stderr


def test_the_body_limit_fits_the_largest_file() -> None:
    block = re.search(r"location /yiwang-files/ \{.*?\}", CONF, re.DOTALL)
    assert block is not None
    limit = re.search(r"client_max_body_size (\d+)m;", block[0])
    assert limit is not None
    assert MAX_BYTES < int(limit[1]) * 2**20 < 2 * MAX_BYTES


def test_no_query_string_is_logged() -> None:
    assert "$request_uri" not in CONF.partition("log_format")[2].partition(";\n")[0]
    assert "$args" not in CONF
    assert "$request " not in CONF


def test_what_is_for_operators_is_closed_to_the_world() -> None:
    for path in ("/metrics", "/health/ready"):
        assert f"location = {path} {{ return 404; }}" in CONF
