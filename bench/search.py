"""How long does a search for two or four characters take, limited to what the person may see, beside django-helpdesk's?

Usage: ./run bench search [--large N] [--million]. Aims, as ratios of one run with two clients: p95 at most 1/50 of django-helpdesk's
search, at 200,000; and p95 at 200,000 less than 1.5 times the one at 10,000. Common, rare and absent words are searched by a
director, who sees everything, and by the liaison of a unit that has a part in one matter of a hundred.
"""

from urllib.parse import quote

import pages
import population
import stage
from load import Measured
from stage import Stage

SHARE, GROWTH = 0.02, 1.5
TWO = ("漏水", "停车", "噪音", "工资", "走失", "油烟", "电梯", "路灯", "鳄鱼")
FOUR = ("楼上漏水", "电梯停运", "拖欠工资", "装修噪音", "老人走失", "鳄鱼出没")


def main() -> int:
    options = pages.options(__doc__)
    ours, theirs = pages.compare(options, _ours, _theirs)
    return _verdict(options.large, ours, theirs)


def _ours(size: int) -> dict[str, Measured]:
    people = population.people()
    found = {}
    pages.let_go()
    with stage.serve_ours() as port:
        for who, person in (("director", people["all"]), ("liaison", people["one_percent"])):
            cookie = pages.session(person)
            for title, words in (("two characters", TWO), ("four characters", FOUR)):
                paths = [f"/matters/?text={quote(word)}" for word in words]
                found[f"{title}, {who}"] = pages.asked(port, paths, cookie)
    return found


def _theirs(on: Stage, size: int) -> dict[str, Measured]:
    agent = stage.prepare_rival(on, size, [])
    cookie = {"Cookie": f"sessionid={agent['session']}"}
    with stage.serve_rival(on) as port:
        return {
            title: pages.asked(port, [pages.rival_list(word) for word in words], cookie, 3 * pages.SECONDS)
            for title, words in (("two characters", TWO), ("four characters", FOUR))
        }


def _verdict(size: int, ours: dict[int, dict[str, Measured]], theirs: dict[str, Measured]) -> int:
    small, large, kept = ours[pages.SMALL], ours[size], True
    print()
    for name, each in large.items():
        share = each.percentile(0.95) / theirs[name.partition(",")[0]].percentile(0.95)
        growth = each.percentile(0.95) / small[name].percentile(0.95)
        print(
            f"{name}: {share:.4f} of django-helpdesk's (at most {SHARE:g}); grows {growth:.2f} times (less than {GROWTH:g})"
        )
        kept = kept and share <= SHARE and growth < GROWTH
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
