"""Reads the environment once, into one frozen value; every wrong setting says how to set it right."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from firstdesk.config import embedded
from firstdesk.config.messages import Problem

ROOT = Path(__file__).resolve().parents[3]
MODES = ("demo", "production")


@dataclass(frozen=True)
class Environment:
    """What the surroundings decide; everything else is decided in settings.py."""

    data_dir: Path  # everything this installation keeps: database, secrets, uploads
    database_url: str | None  # an external PostgreSQL, or None for the embedded one
    mode: str  # "demo" shows demo accounts; "production" forces the first password change
    debug: bool
    hosts: tuple[str, ...]  # names under which the pages may be asked for
    https: bool  # behind a TLS proxy: cookies only over https
    site: str  # where people outside open their pages, for links in messages; "": nowhere


def read(source: Mapping[str, str] = os.environ) -> Environment:
    """Raises Problem when a value cannot be used."""
    mode = source.get("FIRSTDESK_MODE", "demo")
    if mode not in MODES:
        raise Problem(
            f"FIRSTDESK_MODE={mode} 不可用：请设为 demo（演示）或 production（正式）。",
            f"FIRSTDESK_MODE={mode} is not known: set it to demo or production.",
        )
    https = _flag(source, "FIRSTDESK_HTTPS")
    if https and "FIRSTDESK_MODE" not in source:  # reachable from outside: the demo's open accounts are never a default
        raise Problem(
            "设置了 FIRSTDESK_HTTPS=1 时须明确设置 FIRSTDESK_MODE：正式使用设为 production，公开演示设为 demo。",
            "With FIRSTDESK_HTTPS=1 say FIRSTDESK_MODE too: production for real use, demo for a public demonstration.",
        )
    url = source.get("DATABASE_URL") or None
    if url:
        database(url)
    hosts = tuple(h.strip() for h in source.get("FIRSTDESK_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h)
    outside = f"https://{hosts[0]}" if https and hosts and "*" not in hosts[0] else ""
    return Environment(
        data_dir=Path(source.get("FIRSTDESK_DATA_DIR") or ROOT / "var").absolute(),
        database_url=url,
        mode=mode,
        debug=_flag(source, "FIRSTDESK_DEBUG"),
        hosts=hosts,
        https=https,
        site=source.get("FIRSTDESK_SITE", outside).rstrip("/"),
    )


def rules_dir(source: Mapping[str, str] = os.environ) -> Path:
    """FIRSTDESK_RULES, else the rules of the repository, else those shipped inside the package."""
    if wanted := source.get("FIRSTDESK_RULES"):
        return Path(wanted)
    shipped = Path(__file__).resolve().parents[1] / "rules"
    return shipped if shipped.is_dir() else ROOT / "rules"


def _flag(source: Mapping[str, str], name: str) -> bool:
    value = source.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true", "no", "yes"}:
        raise Problem(f"{name}={value} 不可用：请设为 1 或 0。", f"{name}={value} is not usable: set it to 1 or 0.")
    return value in {"1", "true", "yes"}


def database(url: str) -> dict[str, Any]:
    """Turn postgresql://user:password@host:port/name?option=value into Django's setting."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Problem(
            "DATABASE_URL 格式不对：应为 postgresql://用户:密码@主机:5432/库名。",
            "DATABASE_URL is not usable: it must read postgresql://user:password@host:5432/name.",
        )
    try:
        port = parts.port
    except ValueError as error:
        raise Problem(
            "DATABASE_URL 中的端口不是数字：应为 postgresql://用户:密码@主机:5432/库名。",
            "The port in DATABASE_URL is no number: write postgresql://user:password@host:5432/name.",
        ) from error
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def databases(environment: Environment) -> dict[str, Any]:
    """Django's DATABASES for the external database, or for the embedded one of the data directory."""
    setting = database(environment.database_url or embedded.url(environment.data_dir))
    setting["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {"default": setting}


def secret_key(data_dir: Path) -> str:
    """The key that signs cookies: made once, readable by its owner alone."""
    path = data_dir / "secret.key"
    try:
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}")
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(fresh, path) if not path.exists() else None
            fresh.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise Problem(
            f"无法读写 {path}（{error.strerror}）：请检查目录权限和磁盘空间，或用 FIRSTDESK_DATA_DIR 指定别的目录。",
            f"Cannot read or write {path} ({error.strerror}): check its permissions and the disk space, "
            "or name another directory in FIRSTDESK_DATA_DIR.",
        ) from error
