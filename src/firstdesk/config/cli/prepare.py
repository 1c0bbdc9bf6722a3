"""What must be true before the processes start: tables, rules, demo city, static files.

Imported only after `django.setup()`: it uses the contexts' services.
"""

import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.common.secrecy import fields, ring
from firstdesk.config import environment, translations
from firstdesk.config.messages import Problem, say
from firstdesk.ledger.actors import Actor
from firstdesk.regulations import services as regulations
from firstdesk.rulebook.load import RulebookError

DEMO = "firstdesk.config.demo"
Account = tuple[str, str, str]  # role, user name, password


def prepare() -> None:
    """Everything `up` needs; each step does nothing when there is nothing to do. Raises Problem."""
    try:
        if "django_migrations" not in connection.introspection.table_names():
            print(_first_time(), flush=True)
        ready()
        if _has_demo():
            cast(Callable[..., object], import_string(f"{DEMO}.make_if_empty"))(at=clock.now())
        collect_static(settings.DATA_DIR)
    except DatabaseError as error:
        if isinstance(error.__cause__, psycopg.errors.DiskFull):
            raise _disk_full(settings.DATA_DIR) from error
        raise
    finally:
        disconnect()


def ready() -> None:
    """Tables and rules. Raises Problem where the rules are not in order."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    try:
        fields.keys()  # made at the first start; missing later, nothing starts
    except fields.Unreadable as error:
        raise Problem(
            f"数据库中有保密文字，但 {settings.DATA_DIR / ring.NAME} 不在。请从备份中恢复该文件后再启动。",
            f"The database holds confidential texts, but {settings.DATA_DIR / ring.NAME} is missing. Put it back from its "
            "backup, then start again.",
            code=4,
        ) from error
    try:
        regulations.load(texts_dir=settings.RULES_DIR, by=Actor.system("setup"), at=clock.now())
    except RulebookError as error:
        raise Problem(
            f"规则有误，未能装入：\n{error}\n请按提示修改 {settings.RULES_DIR}，或运行 firstdesk rules lint。",
            f"The rules are not in order and were not loaded:\n{error}\nCorrect {settings.RULES_DIR} as it says, or run "
            "firstdesk rules lint.",
        ) from error


def show_demo_accounts() -> None:
    """A short table: which role, which user name, which password."""
    if not _has_demo():
        return
    accounts = cast(Callable[[], list[Account]], import_string(f"{DEMO}.accounts"))()
    disconnect()
    print(say("演示账号（角色  用户名  密码）：", "Demo accounts (role, user name, password):"))
    for role, name, password in accounts:
        print(f"  {name:<20} {password:<20} {role}")


def to_learn() -> list[str]:
    """Centres of the demonstration that have not learned yet from what they decided, by code."""
    if not _has_demo():
        return []
    codes = cast(Callable[[], list[str]], import_string(f"{DEMO}.to_learn"))()
    disconnect()
    return codes


def _first_time() -> str:
    if _has_demo():
        return say(
            "第一次启动：正在建立数据库和演示城市，请稍候……", "First start: making the database and the demo city ..."
        )
    return say("第一次启动：正在建立数据库……", "First start: making the database ...")


def disconnect() -> None:
    """The supervisor itself keeps no connection: the database must be able to stop before it."""
    connection.close()
    cast(DatabaseWrapper, connection).close_pool()


def _has_demo() -> bool:
    spec = find_spec(DEMO) if settings.DEMO else None
    return spec is not None and spec.origin is not None


def collect_static(data_dir: Path) -> None:
    """Gather and compress the static files when one of them has changed."""
    sources = [environment.ROOT / "build" / "vendor", *translations.PACKAGE.glob("*/static")]
    stamp = hashlib.sha256()
    for path in sorted(path for source in sources for path in source.rglob("*") if path.is_file()):
        status = path.stat()
        stamp.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    mark = data_dir / "static" / ".stamp"
    if mark.exists() and mark.read_text() == stamp.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(stamp.hexdigest())


def _disk_full(data_dir: Path) -> Problem:
    return Problem(
        f"磁盘已满：数据库无法写入 {data_dir}。请腾出空间，或用 --data 指定别的目录。",
        f"The disk is full: the database cannot write to {data_dir}. Free some space, or name another directory "
        "with --data.",
        code=4,
    )
