"""What both list and search measure: signed-in clients, and the same words in both products."""

import argparse
import base64
import json
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from urllib.parse import quote

import load
import population
import stage

SMALL, LARGE, HUGE = 10_000, 200_000, 1_000_000
SECONDS, CLIENTS = 6, 2
Rows = dict[str, load.Measured]
Ours = Callable[[int], Rows]
Theirs = Callable[[stage.Stage, int], Rows]
TEXTS = 4_000  # different stories given to django-helpdesk, drawn from ours


def session(person: object) -> dict[str, str]:
    """The cookie of somebody signed in to this product."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(person)
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


def stories() -> list[tuple[str, str]]:
    """Titles and stories of ours, for the other product."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.title, r.narrative FROM matters_matter AS m JOIN intake_report AS r ON r.matter_id = m.id"
            " ORDER BY m.id DESC LIMIT %s",
            [TEXTS],
        )
        return list(cursor.fetchall())


def numbers(of: object, at: object) -> list[str]:
    """Numbers of matters this person may open: fifty under way and fifty ended, however many there are."""
    from firstdesk.directory.selectors import acting_for  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415

    acting = acting_for(of, at)
    assert acting is not None
    visible = Matter.objects.visible_to(acting).exclude(number__startswith="population-").order_by("-registered_at")
    under_way, ended = visible.filter(ended_at=None), visible.exclude(ended_at=None)
    return [number for some in (under_way, ended) for number in some.values_list("number", flat=True)[:50]]


def rival_list(text: str = "") -> str:
    """The address of django-helpdesk's list as it opens, or as it opens with a search in every state."""
    wanted: dict[str, object] = {"filtering": {"status__in": [1, 2, 3]}, "sorting": "created", "sortreverse": True}
    if text:
        wanted = {"filtering": {}, "sorting": "created", "sortreverse": True, "search_string": text}
    query = base64.b64encode(json.dumps(wanted).encode()).decode()
    return f"/datatables_ticket_list/{quote(query)}?draw=1&start=0&length=25"


def get(path: str, cookie: dict[str, str]) -> load.Request:
    """A page as a signed-in person opens it."""
    return load.Request("GET", path, None, cookie)


def show(title: str, rows: list[tuple[str, load.Measured]]) -> None:
    """One line per page: median, p95 and how many were asked for."""
    print(f"\n{title}\n{'':>34} {'median':>10} {'p95':>10} {'answers':>9}")
    for name, each in rows:
        print(f"{name:>34} {each.percentile(0.5):>7.1f} ms {each.percentile(0.95):>7.1f} ms {len(each.times):>9}")


def options(doc: str | None) -> argparse.Namespace:
    """What may be said on the command line of a comparison by pages."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--million", action="store_true", help="measure a million matters too")
    parser.add_argument("--large", type=int, default=LARGE, help="how many matters the larger measure has")
    return parser.parse_args()


def compare(wanted: argparse.Namespace, ours: Ours, theirs: Theirs) -> tuple[dict[int, Rows], Rows]:
    """Measure this product at every size and django-helpdesk at the large one, on a stage each; print both."""
    sizes = (SMALL, wanted.large, *((HUGE,) if wanted.million else ()))
    found, beside = {}, {}
    for size in sizes:  # each in a process of its own: the settings of one name one cluster
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            found[size], rows = alone.submit(_measured, size, ours, theirs if size == wanted.large else None).result()
        beside |= rows
        show(f"this product, {size:,} matters", list(found[size].items()))
    show(f"django-helpdesk, {wanted.large:,} tickets", list(beside.items()))
    return found, beside


def _measured(size: int, ours: Ours, theirs: Theirs | None) -> tuple[Rows, Rows]:
    """Fill a cluster of this size where there is none, start it anew, durable, and measure."""
    folder = stage.kept(f"pages-{size}")
    if not stage.is_filled(folder):
        started = time.perf_counter()
        with stage.stage(folder, throw_away=True) as on:
            stage.prepare_ours()
            population.fill(size)
            let_go()
            if theirs:
                stage.prepare_rival(on, size, stories())
                let_go()
        stage.filled(folder)
        print(f"filled with {size:,} in {time.perf_counter() - started:.0f} s, kept in {folder}", flush=True)
    with stage.stage(folder) as on:
        stage.prepare_ours()
        found = ours(size)
        return found, theirs(on, size) if theirs else {}


def let_go() -> None:
    """Give connections back: the database is to stop."""
    from django.db import connections  # noqa: PLC0415

    for each in connections.all():
        each.close()
        each.close_pool()


def asked(port: int, paths: list[str], cookie: dict[str, str], seconds: float = SECONDS) -> load.Measured:
    """These pages in turn, after a second to warm up."""
    load.run(port, lambda n: get(paths[n % len(paths)], cookie), clients=CLIENTS, seconds=1)
    return load.run(port, lambda n: get(paths[n % len(paths)], cookie), clients=CLIENTS, seconds=seconds)
