"""The few settings, each with what it is for."""

ROWS = (
    ("DATABASE_URL", "(embedded)", "an external PostgreSQL ≥ 16: `postgresql://user:password@host:5432/name`"),
    ("FIRSTDESK_DATA_DIR", "`./var`", "database, keys and uploads of this installation; also `./run up --data DIR`"),
    ("FIRSTDESK_MODE", "`demo`", "`production`: no demo accounts, first password must be changed; named with HTTPS"),
    ("FIRSTDESK_HOSTS", "`127.0.0.1,localhost,[::1]`", "names under which the pages may be asked for"),
    ("FIRSTDESK_HTTPS", "`0`", "`1` behind one TLS proxy that sets `X-Forwarded-Proto`, `X-Forwarded-For`"),
    (
        "FIRSTDESK_SITE",
        "`https://` and the first of the hosts with HTTPS, else none",
        "address of the pages for people outside, for links in text messages",
    ),
    ("FIRSTDESK_DEBUG", "`0`", "`1` shows Django's error pages; never in production"),
    ("FIRSTDESK_RULES", "`./rules`", "another folder of regulations"),
    (
        "FIRSTDESK_MAIL_URL",
        "(none; files in the demo)",
        "mail server: `smtp://user:password@host:587?from=desk@example.org`, `smtps://` for port 465",
    ),
    (
        "FIRSTDESK_SMS_URL",
        "(none; a pretended one in the demo)",
        "gateway for text messages, docs/guides/sms-gateway.md",
    ),
    ("FIRSTDESK_SMS_TOKEN", "(none)", "sent to the gateway as `Authorization: Bearer …`"),
    ("FIRSTDESK_SMS_SIGNATURE", "(none)", "stands before each text message, e.g. `【示范县首问中心】`"),
    (
        "FIRSTDESK_TIMESTAMP_URL",
        "(none)",
        "a time stamp authority (RFC 3161) that is asked for its stamp on every seal, docs/operations/keys.md",
    ),
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
