"""A PostgreSQL that somebody else runs: does it answer, is it new enough?"""

import psycopg

from firstdesk.config.messages import Problem

OLDEST = 16


def require_usable(url: str) -> None:
    """Raises Problem, with what to do, when the database of DATABASE_URL cannot be used."""
    try:
        with psycopg.connect(url, connect_timeout=5) as opened:
            version = opened.info.server_version
    except psycopg.Error as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise Problem(
            f"连不上 DATABASE_URL 指定的数据库：{lines[0]}。请检查地址、用户、密码，以及数据库是否已创建并正在运行。",
            f"The database named in DATABASE_URL does not answer: {lines[0]}. Check address, user and password, and "
            "that the database exists and runs.",
            code=5,
        ) from error
    if version < OLDEST * 10000:
        raise Problem(
            f"PostgreSQL {version // 10000} 太旧：需要 {OLDEST} 或更高版本。去掉 DATABASE_URL 即可使用内置的数据库。",
            f"PostgreSQL {version // 10000} is too old: {OLDEST} or later is needed. Without DATABASE_URL the built-in "
            "one is used.",
            code=5,
        )
