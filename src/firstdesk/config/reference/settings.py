"""The few settings, each with what it is for."""

ROWS = (
    ("DATABASE_URL", "(embedded)", "an external PostgreSQL ≥ 16: `postgresql://user:password@host:5432/name`"),
    ("FIRSTDESK_DATA_DIR", "`./var`", "database, keys and uploads of this installation; also `./run up --data DIR`"),
    ("FIRSTDESK_MODE", "`demo`", "`production`: no demo accounts, first password must be changed; named with HTTPS"),
    ("FIRSTDESK_HOSTS", "`127.0.0.1,localhost,[::1]`", "names under which the pages may be asked for"),
    ("FIRSTDESK_HTTPS", "`0`", "`1` behind one TLS proxy that sets `X-Forwarded-Proto`, `X-Forwarded-For`"),
    ("FIRSTDESK_DEBUG", "`0`", "`1` shows Django's error pages; never in production"),
    ("FIRSTDESK_RULES", "`./rules`", "another folder of regulations"),
    ("FIRSTDESK_LANG", "from `LANG`", "`zh` or `en` for the command line"),
    ("FIRSTDESK_DATA", "`../shared/data`", "third-party data for the oracle tests; they skip loudly without it"),
)


def page() -> str:
    """The table of settings."""
    rows = [f"| `{name}` | {default} | {what} |" for name, default, what in ROWS]
    return "\n".join(
        [
            "# Settings",
            "",
            "All come from the environment.",
            "",
            "| name | default | what for |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
