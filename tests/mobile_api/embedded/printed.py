"""What `make run` and the papers print can be used as it stands: opened, or pasted into a shell."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx

from mobile_api.embedded.binaries import bundled_postgres
from tests.architecture.sources import ROOT
from tests.mobile_api.embedded.stack_process import StackProcess

BROWSER = {"accept": "text/html"}


def check_what_was_printed(stack: StackProcess) -> None:
    """Every address that is said to be a page is one, the curl line signs in, the case is found."""
    head, _, rest = stack.text.partition("For programs only, no page there:")
    pages = re.findall(r"(?m)^  (http://\S+/\S*) ", head.partition("Open in a browser:")[2])
    assert len(pages) == 7
    for url in pages:
        answer = httpx.get(url, headers=BROWSER, trust_env=False)
        assert (url, answer.status_code) == (url, 200)
        assert answer.headers["content-type"].startswith("text/html")
    (line,) = re.findall(r"(?m)^  (curl .+)$", rest)
    told = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["access_token"]
    _check_citizen(stack, rest)


def _check_citizen(stack: StackProcess, printed: str) -> None:
    number, tail = (re.findall(rf"{name}\s+(\S+)", printed)[0] for name in _FACTS)
    fields = {"number": number, "id_number_tail": tail}
    with httpx.Client(base_url=f"http://127.0.0.1:{stack.port}", trust_env=False) as client:
        shown = client.post("/status", data=fields, follow_redirects=True)
    assert number in shown.text.replace("<wbr>", "") and "办理经过" in shown.text
    assert re.findall(r"phone\s+(1\d{10})", printed)


_FACTS = ("case number", "last six of the ID number")


def shell(lines: str, stack: StackProcess, folder: Path) -> str:
    """What the lines print, run beside the stack as an operator would."""
    postgres = bundled_postgres()
    programs = [str(Path(sys.executable).parent), *([f"{postgres.root}/bin"] if postgres else [])]
    settings = json.loads((stack.folder / "settings.json").read_text())
    path = os.pathsep.join([*programs, os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-eu", "-c", lines],
        cwd=folder,
        env=os.environ | settings | {"PATH": path, "DATA": str(stack.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def blocks(page: str) -> list[str]:
    """The shell lines of a page, block by block."""
    return re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def without(program: str, lines: str) -> str:
    """The lines but those that begin with a program that is not here."""
    return "\n".join(one for one in lines.splitlines() if not one.startswith(program + " "))
