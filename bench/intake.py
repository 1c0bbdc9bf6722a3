"""How many reports a second are taken, beside the database's floor and beside django-helpdesk?

Usage: ./run bench intake [--seconds 10] [--matters 10000]. Aims, as ratios of one run with 16 clients that wait for each
answer: at least 8 times django-helpdesk's creates, at least 0.12 of the floor. The floor is one SQL statement that writes the
same rows, sent by pgbench over 16 connections to the same durable database. An answer counts only after commit.
"""

import argparse
import json
import re
import subprocess

import load
import population
import stage
from stage import CLIENTS, Stage

NARRATIVE = "来电反映：三天以来，荷香苑12栋302楼上卫生间漏水，多次协商无果，希望上门看看。天花板已经发霉，物业一直推诿，没有人管。"
PLACE = "荷香苑12栋302"
HELPDESK_TIMES, FLOOR_SHARE = 8.0, 0.12


def main() -> int:
    options = _options()
    with stage.stage() as on:
        stage.prepare_ours()
        population.fill(options.matters)
        secret = _token()
        agent = stage.prepare_rival(on, options.matters, [(PLACE, NARRATIVE)])
        with stage.serve_ours() as port:
            load.run(port, lambda n: _ours(secret, f"warm-{n}"), clients=CLIENTS, seconds=2)
            ours = load.run(port, lambda n: _ours(secret, f"run-{n}"), clients=CLIENTS, seconds=options.seconds)
            alone = load.run(port, lambda n: _ours(secret, f"alone-{n}"), clients=1, seconds=options.seconds / 3)
        statements, commits = _cost(on, secret)
        with stage.serve_rival(on) as port:
            load.run(port, lambda n: _theirs(agent, n), clients=CLIENTS, seconds=2)
            theirs = load.run(port, lambda n: _theirs(agent, n), clients=CLIENTS, seconds=options.seconds)
        floor = _floor(on, options.seconds)
    return _table(options, ours, alone, theirs, floor, f"{statements} statements, {commits} commit")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--matters", type=int, default=10_000)
    return parser.parse_args()


def _token() -> str:
    from django.db import connections  # noqa: PLC0415

    from firstdesk.directory import services  # noqa: PLC0415
    from firstdesk.matters.tests.factories import make_desk  # noqa: PLC0415

    desk = make_desk("governance", at=population.NOW)
    unit, centre = desk.centre.linkage, desk.centre.unit
    secret = services.issue_token(unit=unit, centre=centre, label="bench", by=desk.by, at=desk.at).secret
    connections.close_all()
    return secret


def _ours(secret: str, key: str) -> load.Request:
    body = {"narrative": NARRATIVE, "place": PLACE, "reporter": {"name": "周女士", "phone": "13900001111"}}
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key, "Content-Type": "application/json"}
    return load.Request("POST", "/api/v1/reports", json.dumps(body).encode(), headers, expect=201)


def _theirs(agent: dict[str, str], number: int) -> load.Request:
    body = {
        "queue": agent["queue"], "title": PLACE, "description": NARRATIVE, "priority": 3,
        "submitter_email": "zhou@example.org",
    }  # fmt: skip
    token = "x" * 32
    headers = {
        "Content-Type": "application/json", "X-CSRFToken": token, "Referer": "http://127.0.0.1/",
        "Cookie": f"sessionid={agent['session']}; csrftoken={token}",
    }  # fmt: skip
    return load.Request("POST", "/api/tickets/", json.dumps(body).encode(), headers, expect=201)


def _cost(on: Stage, secret: str) -> tuple[int, int]:
    """Statements and commits of one create that comes alone."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def send(key: str) -> None:
        asked = _ours(secret, key)
        answer = Client().post(
            asked.path,
            asked.body,
            content_type="application/json",
            headers=dict(asked.headers or {}),
            HTTP_HOST="127.0.0.1",
        )
        assert answer.status_code == 201, answer.content

    send("cost-0")
    with CaptureQueriesContext(connection) as caught:
        send("cost-1")
    connection.close()
    ends = [query["sql"] for query in caught if query["sql"] in {"BEGIN", "COMMIT"}]
    return len(caught) - len(ends), ends.count("COMMIT")


def _floor(on: Stage, seconds: float) -> float:
    """The rows one create leaves, written by one statement: the newest report is taken as the pattern."""
    script = on.folder / "floor.sql"
    script.write_text(_statement(on) + ";\n", encoding="utf-8")
    command = [on.binaries / "pgbench", "-n", "-h", on.socket, "-U", "firstdesk", "-c", str(CLIENTS), "-j", "2"]
    command += ["-T", str(int(seconds)), "-f", script, "firstdesk"]
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if not found or "aborted" in done.stderr:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


# Table, how its pattern is found, and the columns a new report has of its own.
NEW = "(SELECT id FROM m)"
ROWS = (
    ("matters_involvement", "matter_id = {pk}", {"id": None, "matter_id": NEW}),
    ("ledger_chain", "name = 'matter:{pk}'", {"name": f"'matter:' || {NEW}"}),
    (
        "ledger_entry",
        "chain = 'matter:{pk}'",
        {"id": None, "chain": f"'matter:' || {NEW}", "subject_id": NEW + "::text"},
    ),
    ("obligations_clock", "matter_id = {pk}", {"id": None, "matter_id": NEW}),
    ("intake_report", "matter_id = {pk}", {"matter_id": NEW}),
    ("intake_party", "matter_id = {pk}", {"id": None, "matter_id": NEW}),
    ("intake_submission", "matter_id = {pk}", {"id": None, "matter_id": NEW, "key": "'floor-' || gen_random_uuid()"}),
)
OF_MATTER = {
    "id": None, "seq": "(SELECT last FROM n)", "number": "'floor-' || (SELECT last FROM n)", "token": "gen_random_uuid()::text"
}  # fmt: skip


def _statement(on: Stage) -> str:
    pk, counter = on.sql(
        "firstdesk",
        "SELECT m.id || ',' || c.id FROM matters_matter AS m JOIN matters_counter AS c ON (c.centre_id, c.year, c.register) ="
        " (m.centre_id, m.year, m.register) JOIN intake_submission ON matter_id = m.id ORDER BY m.id DESC LIMIT 1",
    ).split(",")
    parts = [f"WITH n AS (UPDATE matters_counter SET last = last + 1 WHERE id = {counter} RETURNING last)"]
    parts += [f"m AS ({insert} RETURNING id)" for insert in _inserts(on, "matters_matter", f"id = {pk}", OF_MATTER)]
    number = 0
    for table, where, own in ROWS:
        for insert in _inserts(on, table, where.format(pk=pk), own):
            number += 1
            parts.append(f"r{number} AS ({insert})")
    return ", ".join(parts) + " SELECT id FROM m"


def _inserts(on: Stage, table: str, where: str, own: dict[str, str | None]) -> list[str]:
    """One INSERT of literals for every row of the pattern; own None: the database gives the value."""
    listed = on.sql(
        "firstdesk",
        "SELECT attname || ' ' || format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = "
        f"'{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
    )
    columns = [line.split(" ", 1) for line in listed.splitlines() if own.get(line.split(" ", 1)[0], "") is not None]
    kept = [f"quote_nullable({name}::text) || '::{kind}'" for name, kind in columns if name not in own]
    names = ", ".join([name for name, _kind in columns if name not in own] + [name for name in own if own[name]])
    values = " || ', ' || ".join(kept)
    rows = on.sql("firstdesk", f"SELECT replace({values}, E'\\n', ' ') FROM {table} WHERE {where}").splitlines()
    given = "".join(f", {value}" for value in own.values() if value)
    return [f"INSERT INTO {table} ({names}) SELECT {row}{given}" for row in rows]


def _table(
    options: argparse.Namespace,
    ours: load.Measured,
    alone: load.Measured,
    theirs: load.Measured,
    floor: float,
    cost: str,
) -> int:
    print(
        f"{options.matters:,} matters before; {CLIENTS} clients; {stage.WORKERS} processes of {stage.THREADS} threads each"
    )
    print(f"{'':>24} {'creates/s':>10} {'median':>10} {'p95':>10}")
    for name, each in (("this product", ours), ("  one client", alone), ("django-helpdesk", theirs)):
        print(f"{name:>24} {each.rate:>10.0f} {each.percentile(0.5):>7.1f} ms {each.percentile(0.95):>7.1f} ms")
    print(f"{'floor (one statement)':>24} {floor:>10.0f}")
    print(f"one create alone: {cost}")
    times, share = ours.rate / theirs.rate, ours.rate / floor
    print(
        f"{times:.1f} × django-helpdesk (at least {HELPDESK_TIMES:g}); {share:.3f} of the floor (at least {FLOOR_SHARE})"
    )
    return 0 if times >= HELPDESK_TIMES and share >= FLOOR_SHARE else 1


if __name__ == "__main__":
    raise SystemExit(main())
