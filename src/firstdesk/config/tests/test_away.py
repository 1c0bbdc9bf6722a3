"""The database is away: whoever asks is told to ask again, and what was typed is on the page."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client

from firstdesk.config.away import is_away


@pytest.fixture
def visitor() -> Client:
    """Asks as a browser does: an error is an answer."""
    return Client(raise_request_exception=False)


@pytest.fixture
def nobody_home(transactional_db: None) -> Iterator[None]:
    """No PostgreSQL where it is expected."""
    connection.close()
    home, connection.settings_dict["HOST"] = connection.settings_dict["HOST"], "/nobody-is-here"
    yield
    connection.close()
    connection.settings_dict["HOST"] = home


@pytest.mark.usefixtures("nobody_home")
@pytest.mark.parametrize("address", ["/", "/healthz", "/portal/"])
def test_a_page_asks_again_by_itself(visitor: Client, address: str) -> None:
    visitor.cookies["sessionid"] = "x" * 32
    answer = visitor.get(address)
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "数据库正在重新启动" in answer.content.decode()
    assert f'content="{5}"' in answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.usefixtures("nobody_home")
def test_in_english_where_the_reader_reads_english(visitor: Client) -> None:
    visitor.cookies["sessionid"] = "x" * 32
    answer = visitor.get("/", headers={"accept-language": "en"})
    assert "the database is being started again" in answer.content.decode()


@pytest.mark.usefixtures("nobody_home")
def test_what_was_typed_is_sent_again_from_the_page(visitor: Client) -> None:
    visitor.cookies["sessionid"] = "x" * 32
    form = "narrative=%E6%BC%8F%E6%B0%B4+%3Cb%3E&topics=a&topics=b"
    answer = visitor.post("/intake/late/?key=1", form, content_type="application/x-www-form-urlencoded")
    text = answer.content.decode()
    assert answer.status_code == 503
    assert 'name="narrative" value="漏水 &lt;b&gt;"' in text and text.count('name="topics"') == 2
    assert 'action="/intake/late/?key=1"' in text and "common/again.js" in text


@pytest.mark.usefixtures("nobody_home")
def test_a_password_is_on_no_page(visitor: Client) -> None:
    answer = visitor.post("/accounts/login/", {"login": "intake1", "password": "secret-word"})
    assert answer.status_code == 503
    assert "secret-word" not in answer.content.decode()


@pytest.mark.usefixtures("nobody_home")
def test_a_system_is_told_as_systems_are_told(visitor: Client) -> None:
    answer = visitor.post("/api/v1/reports", {}, "application/json", headers={"authorization": "Bearer x"})
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "数据库正在重新启动" in answer.json()["message"]


@pytest.mark.django_db
def test_any_other_error_is_500(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("firstdesk.config.health.connection", type("Broken", (), {"cursor": broken})())
    answer = visitor.get("/healthz")
    assert answer.status_code == 500 and "Retry-After" not in answer


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.DiskFull(), False),
    ],
)
def test_only_what_could_not_be_asked_at_all(cause: psycopg.Error, expected: bool) -> None:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    assert is_away(error) is expected
    assert is_away(cause) is expected


def test_what_else_breaks() -> None:
    assert is_away(InterfaceError("connection already closed"))
    assert not is_away(DataError()) and not is_away(ValueError()) and not is_away(None)
