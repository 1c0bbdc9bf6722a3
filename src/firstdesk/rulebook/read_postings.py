"""From YAML to what must be made known."""

from __future__ import annotations

from firstdesk.rulebook.frame import Frame, common, entries, names
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.postings import FORMS, HOLDERS, PostingRule


def read_posting(item: Item, frame: Frame) -> PostingRule:
    keys = item.as_map()
    rule = PostingRule(
        **common(item, keys, frame),
        units=keys.maybe("units", lambda i: names(i, HOLDERS), ()),
        forms=keys.need("forms", lambda i: names(i, FORMS), ()),
        recheck_days=keys.need("recheck_days", lambda i: i.as_int(1, 400), 90),
        renew_days=keys.maybe("renew_days", lambda i: i.as_int(1, 400), 0),
        items=keys.need("items", entries, ()),
        proves=keys.maybe("proves", lambda i: names(i, frame.vocabulary.evidence), ()),
    )
    keys.done()
    return rule
