"""`yiwang up` on a real machine: it starts, mends itself, stops, and starts again with its data."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mobile_api.embedded.temporary import temporary_folder
from mobile_api.guides.publishing.template import TEMPLATE
from tests.architecture.sources import ROOT
from tests.mobile_api.embedded.printed import blocks, check_what_was_printed, shell, without
from tests.mobile_api.embedded.said import is_alive, until
from tests.mobile_api.embedded.stack_process import StackProcess

pytestmark = pytest.mark.thorough
CHILDREN = {"postgres", "valkey-server", "simulators", "api", "worker", "partner"}


def password_in(stack: StackProcess) -> str:
    """That of a demo account, as it was printed."""
    (password,) = re.findall(r"(?m)^crj-reviewer\s+(\S+)", stack.text)
    return str(password)


def case_in(stack: StackProcess) -> str:
    """The number of the demo citizen's case, as it was printed."""
    (number,) = re.findall(r"case number\s+(\S+)", stack.text)
    return str(number)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One data folder for all tests of this file: the first start is the slow one."""
    with temporary_folder() as folder:
        yield folder / "data"


@pytest.fixture(scope="module")
def stack(home: Path) -> Iterator[StackProcess]:
    running = StackProcess(home)
    try:
        yield running.wait_until_ready()
    finally:
        running.stop()


def test_it_says_where_to_look_and_answers_there(stack: StackProcess) -> None:
    assert f"http://127.0.0.1:{stack.port}/docs" in stack.text
    assert stack.status_of("/health/ready") == 200
    assert set(stack.children()) == CHILDREN
    assert stack.card()["pid"] == stack.process.pid


def test_what_it_prints_can_be_opened_and_pasted(stack: StackProcess) -> None:
    check_what_was_printed(stack)


def test_first_calls_lead_to_an_accepted_case(stack: StackProcess, tmp_path: Path) -> None:
    told = shell((ROOT / "docs/first-calls.sh").read_text(), stack, tmp_path)
    assert told.splitlines()[-1] == "已受理"


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_calls_of_the_readme_are_answered(stack: StackProcess, tmp_path: Path, page: str) -> None:
    (lines,) = blocks(page)
    told = shell(lines.replace("http://127.0.0.1:8080", str(stack.card()["api"])), stack, tmp_path)
    assert "普通护照签发" in told and "materials" in told


def test_backup_can_be_restored_as_its_page_says(stack: StackProcess, tmp_path: Path) -> None:
    """The database only: objects are copied by the object store's own program."""
    lines = "\n".join(without("mc", one) for one in blocks("docs/backup.md"))
    assert '"faults": 0' in shell(lines, stack, tmp_path)


@pytest.mark.parametrize("name", sorted(CHILDREN))
def test_a_killed_child_is_noticed_said_and_started_again(stack: StackProcess, name: str) -> None:
    killed = stack.children()[name]
    before = stack.text.count("running again after")
    os.kill(killed, signal.SIGKILL)
    until(lambda: stack.text.count("running again after") > before, 60)
    assert "was ended by signal 9" in stack.text
    until(lambda: stack.status_of("/health/ready") == 200, 30)
    until(lambda: stack.children().get(name) not in (None, killed))


def test_a_second_one_on_the_same_folder_is_refused(stack: StackProcess) -> None:
    second = StackProcess(stack.folder)
    assert second.finish() == 1
    assert f"A stack already runs on {stack.folder}" in second.text
    assert stack.status_of("/health/live") == 200


def yiwang_in(folder: Path, *command: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """A command in that folder, where no setting is given, that ends with `code`."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("YIWANG_")}
    done = subprocess.run(
        [sys.executable, "-m", "mobile_api.cli", *command],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


def test_commands_work_beside_it(stack: StackProcess, tmp_path: Path) -> None:
    """Red before: without settings every one of them ended with three missing ones."""
    (tmp_path / ".yiwang").symlink_to(stack.folder)
    for command in (
        ["due", "ended"],
        ["verify-history"],
        ["deliveries", "states"],
        ["migrate"],
    ):
        done = yiwang_in(tmp_path, *command)
        assert "with the settings of the stack in .yiwang/" in done.stderr


def test_a_city_s_own_catalogue_shows_within_seconds(stack: StackProcess, tmp_path: Path) -> None:
    """Then the demo city again, which the tests after this one walk in."""
    file, link = tmp_path / "my-city.json", tmp_path / ".yiwang"
    link.symlink_to(stack.folder)
    file.write_text(yiwang_in(tmp_path, "catalogue", "template").stdout, "utf-8")
    told = yiwang_in(tmp_path, "load-catalogue", file.name)
    assert "已经发布" in told.stdout
    until(lambda: stack.status_of("/guides/elder-card") == 200)
    until(lambda: stack.status_of("/guides/passport") == 404)
    assert "没有变化" in yiwang_in(tmp_path, "load-catalogue", file.name).stdout
    file.write_text("{", "utf-8")
    assert yiwang_in(tmp_path, "load-catalogue", file.name, code=1).stdout.startswith("有 1 处错误")
    yiwang_in(tmp_path, "load-catalogue", "--demo")
    until(lambda: stack.status_of("/guides/passport") == 200)
    link.unlink()
    lost = yiwang_in(tmp_path, "load-catalogue", "--demo", code=2)
    assert lost.stderr.startswith(f"yiwang: no stack runs in {link}: start one there")


def test_the_demo_is_walked_on_it(stack: StackProcess) -> None:
    """With the stack's own worker beside it, which lives in the present."""
    command = [sys.executable, "-m", "mobile_api.cli", "demo", "--data-dir", str(stack.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    summary = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, summary["ok"], summary["failed"]) == (0, True, None), done.stdout
    assert done.stdout.count("份报价用公布的密钥重新打开") == 3


def test_keys_and_passwords_are_not_for_others(stack: StackProcess) -> None:
    closed = ("secret", "demo-accounts.json", "demo-market-keys.json", "settings.json")
    for name in (*closed, "postgres/prepared.json"):
        assert (stack.folder / name).stat().st_mode & 0o077 == 0, name
    log = (stack.folder / "logs" / "prepare.log").read_text()
    assert password_in(stack) not in log


def test_a_killed_one_leaves_nothing_and_starts_again_on_its_data(stack: StackProcess) -> None:
    secret = (stack.folder / "secret").read_text()
    children = stack.children().values()
    stack.stop(signal.SIGKILL)
    again = StackProcess(stack.folder, stack.port)
    try:
        again.wait_until_ready()
        assert not any(is_alive(pid) for pid in children)
        assert (stack.folder / "secret").read_text() == secret
        assert password_in(again) == password_in(stack)
        assert case_in(again) == case_in(stack)
    finally:
        assert again.stop(signal.SIGINT) == 0
    assert again.text.endswith("stopped; the data stays where it is\n")
    assert again.children() == {}
    assert not (stack.folder / "stack.json").exists()


def test_an_update_leaves_a_city_s_own_catalogue(home: Path, tmp_path: Path) -> None:
    """Red before: the first start of another version published the demo city over it."""
    (tmp_path / ".yiwang").symlink_to(home)
    (tmp_path / "own.json").write_bytes(TEMPLATE.read_bytes())
    before = StackProcess(home)
    try:
        before.wait_until_ready()
        assert "已经发布" in yiwang_in(tmp_path, "load-catalogue", "own.json").stdout
    finally:
        assert before.stop() == 0
    # As another version would leave it: nothing is known of what this database is ready for.
    (home / "postgres" / "prepared.json").unlink()
    updated = StackProcess(home)
    try:
        updated.wait_until_ready()
        assert "本市自己的目录(第 " in updated.text
        assert updated.status_of("/guides/elder-card") == 200
        assert updated.status_of("/guides/passport") == 404
    finally:
        assert updated.stop() == 0


def test_a_taken_port_is_one_clear_line(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = StackProcess(folder / "data", taken.getsockname()[1])
        assert refused.finish() == 1
    assert f"Port {refused.port} is taken by another program." in refused.text
    assert "Traceback" not in refused.text


def test_a_wrong_setting_is_one_clear_line(folder: Path) -> None:
    refused = StackProcess(folder / "data", YIWANG_LOG_LEVEL="LOUD", YIWANG_WORKERS="many")
    assert refused.finish() == 1
    assert "YIWANG_LOG_LEVEL: " in refused.text
    assert "YIWANG_WORKERS: " in refused.text
    assert "Traceback" not in refused.text
