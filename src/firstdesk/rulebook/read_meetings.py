"""From YAML to kinds of meeting."""

from __future__ import annotations

from firstdesk.rulebook.frame import Frame, common, entries
from firstdesk.rulebook.meetings import ASKED, COMES, KIND, MeetingRule
from firstdesk.rulebook.nodes import Item


def read_meeting(item: Item, frame: Frame) -> MeetingRule:
    keys = item.as_map()
    words = frame.vocabulary
    kinds = words.facts[KIND].values if KIND in words.facts else {}
    rule = MeetingRule(
        **common(item, keys, frame),
        kind=keys.need("kind", lambda i: i.one_of(kinds), ""),
        code=keys.maybe("code", Item.as_code, ""),
        chair=keys.need("chair", Item.as_code, ""),
        invites=keys.need("invites", lambda i: i.as_list(lambda j: j.one_of(ASKED)), ()),
        comes=keys.need("comes", lambda i: i.one_of(COMES), COMES[0]),
        evidence=keys.maybe("evidence", lambda i: i.as_list(lambda j: j.one_of(words.evidence)), ()),
        agenda=keys.need("agenda", entries, ()),
        is_public=keys.maybe("public", Item.as_bool, False),
        needs_occasion=keys.maybe("occasion", Item.as_bool, False),
    )
    keys.done()
    if rule.comes == "residents" and not rule.is_public:
        item.say("居民参加的会议请写 public: true", "a meeting of residents says public: true")
    return rule
