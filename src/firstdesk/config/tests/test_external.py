from types import SimpleNamespace

import psycopg
import pytest

from firstdesk.config import external
from firstdesk.config.messages import Problem


def test_nobody_answers() -> None:
    with pytest.raises(Problem, match="DATABASE_URL"):
        external.require_usable("postgresql://desk@127.0.0.1:1/desk")


@pytest.mark.parametrize(("version", "passes"), [(150012, False), (160000, True), (180006, True)])
def test_version(monkeypatch: pytest.MonkeyPatch, version: int, passes: bool) -> None:
    class Opened:
        info = SimpleNamespace(server_version=version)

        def __enter__(self) -> "Opened":
            return self

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: Opened())
    if passes:
        external.require_usable("postgresql://desk@host/desk")
    else:
        with pytest.raises(Problem, match="15"):
            external.require_usable("postgresql://desk@host/desk")
