import os
import stat
from pathlib import Path

import pytest

from firstdesk.config import environment
from firstdesk.config.messages import Problem


def test_defaults() -> None:
    found = environment.read({})
    assert found.mode == "demo"
    assert found.database_url is None
    assert not found.debug and not found.https
    assert found.data_dir == environment.ROOT / "var"
    assert "127.0.0.1" in found.hosts


def test_over_https_the_mode_is_said() -> None:
    assert environment.read({"FIRSTDESK_HTTPS": "1", "FIRSTDESK_MODE": "demo"}).https
    assert environment.read({"FIRSTDESK_HTTPS": "1", "FIRSTDESK_MODE": "production"}).mode == "production"


def test_hosts_are_trimmed() -> None:
    assert environment.read({"FIRSTDESK_HOSTS": "desk.example, 10.1.1.1"}).hosts == ("desk.example", "10.1.1.1")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"FIRSTDESK_MODE": "live"}, "demo or production"),
        ({"FIRSTDESK_DEBUG": "maybe"}, "FIRSTDESK_DEBUG=maybe"),
        ({"FIRSTDESK_HTTPS": "1"}, "FIRSTDESK_MODE"),
        ({"DATABASE_URL": "mysql://x/y"}, "postgresql://user:password@host:5432/name"),
        ({"DATABASE_URL": "postgresql://host"}, "postgresql://user:password@host:5432/name"),
        ({"DATABASE_URL": "postgresql://host:port/name"}, "port"),
    ],
)
def test_a_wrong_setting_says_how_to_set_it(source: dict[str, str], said: str) -> None:
    with pytest.raises(Problem) as caught:
        environment.read(source)
    assert said in caught.value.en


def test_database_url() -> None:
    found = environment.database("postgres://desk:p%40ss@db.local:6432/first?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("desk", "p@ss", "db.local", "6432")
    assert found["NAME"] == "first"
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_database_url_by_socket() -> None:
    assert environment.database("postgresql://desk@/first?host=/run/pg")["HOST"] == "/run/pg"


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = environment.secret_key(tmp_path / "data")
    assert environment.secret_key(tmp_path / "data") == first
    assert len(first) > 60
    assert stat.S_IMODE(os.stat(tmp_path / "data" / "secret.key").st_mode) == 0o600


def test_a_data_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(Problem, match="FIRSTDESK_DATA_DIR"):
        environment.secret_key(tmp_path / "data")
