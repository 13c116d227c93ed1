"""Makes .venv with the locked dependencies, using nothing but Python: the machine may be bare.

It must also start under a Python that is too old for Yiwang, to be able to say so: no f-strings,
no annotations, nothing that Python 3.3 would not parse.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

OLDEST = (3, 11)
NEWEST_NAME = 15
ROOM_NEEDED_MB = 900
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed")
LOG = os.path.join(VENV, "install.log")
LOCK = os.path.join(ROOT, "requirements.lock")
CAPTURED = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "universal_newlines": True}
QUIET = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
NO_ROOM = "No room left on the disk of %s. Free about %d MB, then run `make install` again."
NO_NETWORK = (
    "The package index did not answer. Check the network (or pip's index-url and proxy settings),"
    " then run `make install` again."
)
# What pip prints -> what the person can do about it; the first match wins.
EXPLANATIONS = (
    (
        r"Permission denied|Errno 13|Read-only file system",
        "Cannot write to %s. Make the folder yours, or copy it to one that is, then run"
        " `make install` again." % ROOT,
    ),
    (r"No space left on device|Errno 28", NO_ROOM % (ROOT, ROOM_NEEDED_MB)),
    (
        r"NewConnectionError|NameResolutionError|ProxyError|ConnectTimeout|Read timed out"
        r"|ReadTimeoutError|SSLError|CERTIFICATE|ConnectionResetError|RemoteDisconnected|HTTPError",
        NO_NETWORK,
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A downloaded package differs from requirements.lock: the index or a proxy served another"
        " file. Try again, or use another package index.",
    ),
    (
        r"No matching distribution found for (\S+)",
        "The package index has no ready-made build of one package for this Python and processor."
        " Use Python 3.11, 3.12 or 3.13 on x86-64 or arm64 Linux, or another package index.",
    ),
)


def stop(line):
    sys.stderr.write("\n" + line + "\n")
    sys.exit(1)


def use_a_newer_python():
    """Hands over to the newest Python 3.11+ on PATH, or says in one line that there is none."""
    for minor in range(NEWEST_NAME, OLDEST[1] - 1, -1):
        path = sys.version_info >= (3, 3) and shutil.which("python3.%d" % minor)
        # A version manager's shim exists but does not run: only a Python that answers counts.
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(path, [path, os.path.abspath(__file__)])
    stop(
        "Yiwang needs Python 3.11 or newer; this is Python %d.%d. Install a newer one"
        " (Debian, Ubuntu: apt install python3 python3-venv), then run `make install` again,"
        " or name it: `make install PYTHON=/path/to/python3.11`." % sys.version_info[:2]
    )


def need_venv_module():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "This Python has no venv module. Install it (Debian, Ubuntu: apt install"
            " python3-venv), then run `make install` again."
        )


def fingerprint():
    """Changes when the lock, the project's metadata or the folder changes."""
    digest = hashlib.sha256()
    for path in (LOCK, os.path.join(ROOT, "pyproject.toml")):
        with open(path, "rb") as file:
            digest.update(file.read())
    digest.update(ROOT.encode())
    return digest.hexdigest()


def up_to_date():
    try:
        with open(STAMP) as file:
            return file.read() == fingerprint() and os.path.exists(PYTHON)
    except (IOError, OSError):
        return False


def usable():
    """Whether .venv holds a Python that runs, is new enough and was made for this folder."""
    probe = "import sys; sys.exit(sys.version_info < (%d, %d) or sys.prefix != %r)"
    try:
        if subprocess.call([PYTHON, "-m", "pip", "--version"], **QUIET) != 0:
            return False
        # A moved folder leaves scripts that name the old one in their first line.
        with open(os.path.join(VENV, "bin", "pip")) as script:
            if not script.readline().startswith("#!" + VENV):
                return False
        return subprocess.call([PYTHON, "-c", probe % (OLDEST + (VENV,))]) == 0
    except (IOError, OSError):
        return False


def make_venv():
    """Makes .venv anew; a working one is kept, for it may hold what somebody else put there."""
    if usable():
        return
    need_venv_module()
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    made = subprocess.Popen(command, **CAPTURED)
    output = made.communicate()[0]
    if made.returncode:
        explain(output)


def need_room():
    if shutil.disk_usage(ROOT).free < ROOM_NEEDED_MB * 2**20:
        stop(NO_ROOM % (ROOT, ROOM_NEEDED_MB))


def explain(output):
    """Ends with the one line that says what to do about a failed step; all of it goes to a file."""
    try:
        with open(LOG, "w") as log:
            log.write(output)
        words = " (pip's own words: %s)" % LOG
    except (IOError, OSError):
        words = ""  # no room for the log either, or no leave to write it
    for pattern, line in EXPLANATIONS:
        if re.search(pattern, output):
            stop(line + words)
    last = output.strip().splitlines()[-3:]
    stop("\n".join(last + ["The packages could not be installed." + words]))


def show(done, total, name):
    if sys.stdout.isatty():
        sys.stdout.write("\r  %3d of %d  %-40s" % (done, total, name[:40]))
    elif done % 20 == 0:
        sys.stdout.write("  %d of %d packages\n" % (done, total))
    sys.stdout.flush()


def pip(arguments, total=0):
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    seen, lines = 0, []
    process = subprocess.Popen(command + arguments, **CAPTURED)
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Collecting ") or line.startswith("Requirement already"):
            seen += 1
            show(seen, total or seen, line.split("==")[0].split()[-1])
        elif line.startswith("Installing collected") and total:
            print("\n  unpacking")
    if process.wait():
        explain("".join(lines))


def install():
    began = time.time()
    need_room()
    with open(LOCK) as file:
        total = len(re.findall(r"(?m)^[A-Za-z0-9._-]+==", file.read()))
    print("Installing %d locked packages into .venv (one to three minutes the first time)" % total)
    make_venv()
    # Ready-made builds only: a fresh machine has no compiler, and nothing unlocked may run.
    pip(["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", LOCK], total)
    # The lock holds setuptools, so this step needs no network.
    pip(["--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT])
    with open(STAMP, "w") as file:
        file.write(fingerprint())
    print("Installed in %d s." % (time.time() - began))


def main():
    if up_to_date():
        return
    if sys.version_info < OLDEST and not usable():
        use_a_newer_python()
    try:
        install()
    except KeyboardInterrupt:
        stop("Stopped. Run `make install` again to go on.")
    except (IOError, OSError) as error:
        if error.errno == 28:
            stop(NO_ROOM % (ROOT, ROOM_NEEDED_MB))
        stop("Cannot write to %s: %s." % (VENV, error.strerror))


if __name__ == "__main__":
    main()
