"""nginx.conf as nginx on this machine can run it: other ports, a certificate, nobody behind it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mobile_api.embedded.home import free_port

CONF = (Path(__file__).parents[2] / "docker" / "nginx.conf").read_text(encoding="utf-8")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OPENSSL = shutil.which("openssl")


@dataclass(frozen=True)
class Adapted:
    """Where it listens, and the folder with its configuration and its two logs."""

    folder: Path
    origin: str

    @property
    def conf(self) -> Path:
        return self.folder / "nginx.conf"

    def logs(self) -> str:
        """Everything that was logged, by access and by errors."""
        return "".join((self.folder / name).read_text() for name in ("access.log", "error.log"))


def adapted(folder: Path, api: str = "http://127.0.0.1:1") -> Adapted:
    """The same rules with the places of this machine; without `api`, nobody is behind them."""
    assert OPENSSL
    key, certificate = folder / "tls_key", folder / "tls_certificate"
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    to = ("-keyout", key, "-out", certificate)
    command = (OPENSSL, "req", "-x509", *curve, "-subj", "/CN=test", "-days", "1", *to)
    subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    places = {
        "/run/secrets": str(folder),
        "/var/cache/nginx": str(folder),
        "/tmp/nginx.pid": str(folder / "nginx.pid"),
        "/dev/stdout": str(folder / "access.log"),
        "/dev/stderr": str(folder / "error.log"),
        "listen 8443": f"listen 127.0.0.1:{port}",
        "listen 8081": f"listen 127.0.0.1:{free_port()}",
        "http://api:8080": api,
        "http://store:9000": "http://127.0.0.1:1",
    }
    text = CONF
    for there, here in places.items():
        assert there in text, there
        text = text.replace(there, here)
    found = Adapted(folder, f"https://127.0.0.1:{port}")
    found.conf.write_text(text)
    return found


@contextmanager
def serving(found: Adapted) -> Iterator[None]:
    """nginx itself, until the block ends; then its logs are complete."""
    assert NGINX
    errors = found.folder / "start.log"
    process = subprocess.Popen(
        [NGINX, "-e", errors, "-c", found.conf, "-g", "daemon off; master_process off;"]
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)
