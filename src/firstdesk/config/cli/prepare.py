"""What must be true before the processes start: translations, tables, rules, demo city, static files."""

import hashlib
from pathlib import Path

import django
import psycopg
from django.core.management import call_command, get_commands
from django.db import connection, connections

from firstdesk.config import environment, translations
from firstdesk.config.messages import Problem

OLDEST = 16  # PostgreSQL


def prepare(settings: environment.Environment) -> None:
    """Each step does nothing when there is nothing to do. Raises Problem."""
    try:
        if settings.database_url:
            require_usable(settings.database_url)
        translations.compile_all()
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        _call_if_there("load_rules")
        if settings.mode == "demo":
            _call_if_there("make_demo", if_empty=True)
        collect_static(settings.data_dir)
    except psycopg.errors.DiskFull as error:
        raise _disk_full(settings.data_dir) from error
    except django.db.Error as error:
        if isinstance(error.__cause__, psycopg.errors.DiskFull):
            raise _disk_full(settings.data_dir) from error
        raise
    finally:
        connections.close_all()


def show_demo_accounts() -> None:
    _call_if_there("demo_accounts")
    connection.close()


def require_usable(url: str) -> None:
    """An external PostgreSQL: does it answer, is it new enough?"""
    try:
        with psycopg.connect(url, connect_timeout=5) as opened:
            version = opened.info.server_version
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise Problem(
            f"连不上 DATABASE_URL 指定的数据库：{reason}。请检查地址、用户、密码，以及数据库是否已创建并正在运行。",
            f"The database named in DATABASE_URL does not answer: {reason}. Check address, user and password, and that "
            "the database exists and runs.",
            code=5,
        ) from error
    if version < OLDEST * 10000:
        raise Problem(
            f"PostgreSQL {version // 10000} 太旧：需要 {OLDEST} 或更高版本。去掉 DATABASE_URL 即可使用内置的数据库。",
            f"PostgreSQL {version // 10000} is too old: {OLDEST} or later is needed. Without DATABASE_URL the built-in "
            "one is used.",
            code=5,
        )


def collect_static(data_dir: Path) -> None:
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


def _call_if_there(name: str, **options: object) -> None:
    if name in get_commands():
        call_command(name, **options)


def _disk_full(data_dir: Path) -> Problem:
    return Problem(
        f"磁盘已满：数据库无法写入 {data_dir}。请腾出空间，或用 --data 指定别的目录。",
        f"The disk is full: the database cannot write to {data_dir}. Free some space, or name another directory "
        "with --data.",
        code=4,
    )
