"""How long do the to-do list and the page of a matter take, beside django-helpdesk's, and do they grow with the years?

Usage: ./run bench list [--large N] [--million]. Aims, as ratios of one run with two clients: the to-do list's p95 at most 1/10 of
django-helpdesk's list, the page of a matter at most 1/2 of its ticket page, both at 200,000; and every p95 at 200,000 less
than 1.5 times the one at 10,000. Matters, people and words are those of population.py.
"""

import pages
import population
import stage
from load import Measured
from stage import Stage

LIST_SHARE, PAGE_SHARE, GROWTH = 0.1, 0.5, 1.5


def main() -> int:
    options = pages.options(__doc__)
    ours, theirs = pages.compare(options, _ours, _theirs)
    return _verdict(options.large, ours, theirs)


def _ours(size: int) -> dict[str, Measured]:
    people = population.people()
    director, officer, liaison = (pages.session(people[who]) for who in ("all", "officer", "one_percent"))
    numbers = pages.numbers(people["all"], population.NOW)
    found = {}
    pages.let_go()
    with stage.serve_ours() as port:
        for name, path, cookie in (
            ("my day, director", "/", director),
            ("my day, officer with a full queue", "/", officer),
            ("my day, liaison", "/", liaison),
            ("all matters, director", "/matters/", director),
            ("all matters, liaison", "/matters/", liaison),
        ):
            found[name] = pages.asked(port, [path], cookie)
        found["one matter, director"] = pages.asked(port, [f"/matters/{number}/" for number in numbers], director)
    return found


def _theirs(on: Stage, size: int) -> dict[str, Measured]:
    agent = stage.prepare_rival(on, size, [])
    cookie = {"Cookie": f"sessionid={agent['session']}"}
    with stage.serve_rival(on) as port:
        return {
            "list": pages.asked(port, [pages.rival_list()], cookie),
            "ticket page": pages.asked(port, [f"/tickets/{number}/" for number in range(1, size, size // 100)], cookie),
        }


def _verdict(size: int, ours: dict[int, dict[str, Measured]], theirs: dict[str, Measured]) -> int:
    small, large = ours[pages.SMALL], ours[size]
    day = max(each.percentile(0.95) for name, each in large.items() if name.startswith("my day"))
    day /= theirs["list"].percentile(0.95)
    page = large["one matter, director"].percentile(0.95) / theirs["ticket page"].percentile(0.95)
    print(f"\nto-do list, the slowest of them, {day:.3f} of django-helpdesk's list (at most {LIST_SHARE:g})")
    print(f"page of a matter {page:.2f} of its ticket page (at most {PAGE_SHARE:g})")
    kept = day <= LIST_SHARE and page <= PAGE_SHARE
    for name, each in large.items():
        growth = each.percentile(0.95) / small[name].percentile(0.95)
        print(f"{name}: p95 grows {growth:.2f} times from {pages.SMALL:,} to {size:,} (less than {GROWTH:g})")
        kept = kept and growth < GROWTH
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
