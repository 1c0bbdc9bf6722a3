"""Articles mediators often explain, with their number and gist in our own words (`laws.yaml`). Any other law is typed
freely."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("laws.yaml")


@dataclass(frozen=True)
class Article:
    """One article: its law, its gist, and the kinds of dispute it suits (empty: any)."""

    key: str
    law: str
    article: str
    gist: str
    topics: tuple[str, ...]


@cache
def articles() -> tuple[Article, ...]:
    """Every article of `laws.yaml`, in file order."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        Article(f"{law['code']}-{row['number']}", law["law"], row["article"], row["gist"], tuple(row.get("topics", ())))
        for law in rows
        for row in law["articles"]
    )


def catalogue(kind: str) -> list[Article]:
    """The articles, those for this kind of dispute first, then those for any kind, then the rest."""
    root = kind.partition(".")[0]

    def rank(article: Article) -> int:
        if root in article.topics:
            return 0
        return 1 if not article.topics else 2

    return sorted(articles(), key=rank)


def find(key: str) -> Article | None:
    """The article with this key; None where there is none."""
    return next((article for article in articles() if article.key == key), None)
