"""The scripts behind the project's commands keep what they promise to whoever types them."""

import re
import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = [f"{name}={value}" for name, value in environment.items()]
    return subprocess.run(["env", *settings, *command], cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_taken_port_is_named_before_anything_is_started():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = run("deploy/serve.sh", "--check-port", PORT=str(port))
    assert answer.returncode == 1
    assert f"cổng {port} đang có chương trình khác dùng" in answer.stderr


def test_a_port_that_is_none_is_named():
    answer = run("deploy/serve.sh", "--check-port", PORT="99999")
    assert answer.returncode == 1
    assert "PORT=99999" in answer.stderr


def test_a_free_port_passes():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    assert run("deploy/serve.sh", "--check-port", PORT=str(port)).returncode == 0


def test_the_throw_away_cluster_answers_and_is_gone_afterwards():
    question = (
        'echo "$DATABASE_URL"; psql --host="$(dirname "${DATABASE_URL#postgres:///}")" -Atc "select 6*7" danvan; exit 7'
    )
    answer = run("deploy/with-postgres.sh", "bash", "-c", question)
    assert answer.returncode == 7, answer.stderr
    url, result = answer.stdout.split()
    assert result == "42"
    folder = Path(url.removeprefix("postgres:///")).parent
    assert folder.name.startswith("danvan-pg.")
    assert not folder.exists()


def test_every_variable_that_the_settings_read_is_documented():
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "danvan" / "settings.py").read_text()))
    written = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / "deploy" / "env.example").read_text(), re.MULTILINE))
    assert "DATABASE_URL" in read
    assert read - written == set()


def test_the_list_of_commands_names_each_target():
    listed = {line.split()[0] for line in run("make", "help").stdout.splitlines()}
    assert {"env", "run", "test", "bench", "lint", "lock", "clean"} <= listed
