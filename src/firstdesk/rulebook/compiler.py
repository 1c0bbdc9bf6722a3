"""Texts -> Rulebook: the files in the order in which they refer to one another, all mistakes told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from firstdesk.rulebook.book import Centre, Rulebook
from firstdesk.rulebook.frame import Frame
from firstdesk.rulebook.hints import NO_HINTS
from firstdesk.rulebook.model import (
    Case,
    Clause,
    DeadlineRule,
    GateRule,
    Place,
    ProcedureRule,
    Regulation,
    RouteTable,
    Rule,
)
from firstdesk.rulebook.nodes import Item, RulebookError, Sink, compose
from firstdesk.rulebook.read_cases import read_case
from firstdesk.rulebook.read_hints import read_hints
from firstdesk.rulebook.read_ladder import read_ladder
from firstdesk.rulebook.read_rules import READERS
from firstdesk.rulebook.read_sources import (
    NO_HEAD,
    NO_VOCABULARY,
    Names,
    read_centre,
    read_conflicts,
    read_days,
    read_head,
    read_source,
    read_topics,
    read_vocabulary,
)
from firstdesk.rulebook.workdays import Calendar, LocalDay

T = TypeVar("T")
D = TypeVar("D")
R = TypeVar("R", bound=Rule)
AT_TOP = ("facts.yaml", "rulebook.yaml", "topics.yaml", "suggestions.yaml", "conflicts.yaml")
PER_REGULATION = ("source", *READERS, "cases")


class Compiler:
    """One compilation. `sink.problems` is empty when the rulebook may be used."""

    def __init__(self, texts: Mapping[str, str], version: str) -> None:
        self.texts, self.version = texts, version
        self.sink = Sink()
        self.names = Names()
        self.unread = False
        self._seen: dict[tuple[str, Hashable], Place] = {}

    def compile(self) -> Rulebook:
        regulations, centre_files, calendar_files = self._sort_files()
        words = self._file("facts.yaml", read_vocabulary, NO_VOCABULARY)
        head = self._file(
            "rulebook.yaml",
            partial(read_head, ladder=partial(read_ladder, frame=Frame("", self.version, 5, words, ()))),
            NO_HEAD,
        )
        sources, clauses = self._sources(regulations)
        self.names.clauses, self.names.regulations = clauses, sources
        frames = [Frame(folder, self.version, head.ring_seconds, words, clauses) for folder in regulations]
        rules = {rule.id: rule for frame in frames for rule in self._rules(frame)}
        self.names.rules = rules
        if self.unread:  # whoever leans on what could not be read would only be told the same mistake again
            raise RulebookError(self.sink.problems)
        centres = dict(self._centres(centre_files))
        days = tuple(day for file in calendar_files for day in self._file(file, self._days, (), needed=False))
        topics = self._file("topics.yaml", read_topics, {}, needed=False)
        return Rulebook(
            version=self.version,
            head=head,
            vocabulary=words,
            topics=topics,
            hints=self._file("suggestions.yaml", lambda i: read_hints(i, topics, words), NO_HINTS, needed=False),
            regulations=sources,
            clauses=clauses,
            rules=rules,
            cases=tuple(case for frame in frames for case in self._cases(frame, rules)),
            centres=centres,
            conflicts=self._file("conflicts.yaml", lambda i: read_conflicts(i, self.names), (), needed=False),
            local_days=days,
            texts=self.texts,
            by_clock=_index(centres, rules, DeadlineRule, lambda rule: rule.clock),
            by_verb=_index(centres, rules, GateRule, lambda rule: rule.verb),
            by_table=_index(centres, rules, RouteTable, lambda rule: rule.table),
            by_procedure=_adopted(centres, _index(centres, rules, ProcedureRule, lambda rule: rule.procedure)),
            calendar=Calendar(days, head.office_hours),
        )

    def _sort_files(self) -> tuple[list[str], list[str], list[str]]:
        """Regulation folders, kinds of centre, calendar files; anything else is a mistake."""
        regulations: dict[str, None] = {}
        centres, calendars = [], []
        for file in self.texts:
            folder, _, name = file.rpartition("/")
            stem = name.removesuffix(".yaml")
            if folder == "centres":
                centres.append(stem)
            elif folder == "calendars":
                calendars.append(file)
            elif folder and "/" not in folder and stem in PER_REGULATION:
                regulations[folder] = None
            elif file not in AT_TOP:
                known = ", ".join(PER_REGULATION)
                self.sink.say(
                    Place(file, 1),
                    "-",
                    f"不认识的文件;制度文件夹里可以有 {known}",
                    f"unknown file; a regulation's folder may hold {known}",
                )
        return list(regulations), centres, calendars

    def _file(self, file: str, read: Callable[[Item], T], default: D, needed: bool = True) -> T | D:
        known = len(self.sink.problems)
        root = compose(file, self.texts[file], self.sink) if file in self.texts else None
        self.unread |= root is None and len(self.sink.problems) > known
        if root is not None:
            return read(root)
        if needed and len(self.sink.problems) == known:
            self.sink.say(Place(file, 1), "-", "文件缺失或为空;请补上", "the file is missing or empty; add it")
        return default

    def _list(self, file: str, read: Callable[[Item], T]) -> tuple[T, ...]:
        return self._file(file, lambda root: root.as_list(read), (), needed=False)

    def _once(self, kind: str, name: Hashable, place: Place) -> None:
        """A name may be given once."""
        first = self._seen.setdefault((kind, name), place)
        if first is not place:
            self.sink.say(
                place,
                kind,
                f"{name} 已在 {first} 写过;请改名或删去",
                f"{name} is at {first} already; rename or delete it",
            )

    def _sources(self, folders: list[str]) -> tuple[dict[str, Regulation], dict[str, Clause]]:
        sources: dict[str, Regulation] = {}
        clauses: dict[str, Clause] = {}
        for folder in folders:
            found = self._file(f"{folder}/source.yaml", partial(read_source, folder=folder), None)
            if found is None:
                continue
            sources[folder] = found[0]
            for clause in found[1]:
                self._once("clauses.id", clause.id, clause.place)
                clauses[clause.id] = clause
        for clause in clauses.values():
            for other in (*clause.duplicates_of, *clause.related_to):
                if other not in clauses:
                    self.sink.say(clause.place, "duplicates_of", f"没有条款 {other}", f"there is no clause {other}")
        return sources, clauses

    def _rules(self, frame: Frame) -> Iterator[Rule]:
        for stem, read in READERS.items():
            for rule in self._list(f"{frame.regulation}/{stem}.yaml", partial(_with_frame, read, frame)):
                self._once("id", rule.id, rule.place)
                yield rule

    def _cases(self, frame: Frame, rules: Mapping[str, Rule]) -> Iterator[Case]:
        read = partial(read_case, rules=rules, names=self.names, words=frame.vocabulary)
        for case in self._list(f"{frame.regulation}/cases.yaml", read):
            self._once("case", case.id, case.place)
            yield case

    def _centres(self, stems: list[str]) -> Iterator[tuple[str, Centre]]:
        for stem in stems:
            centre = self._file(f"centres/{stem}.yaml", partial(read_centre, stem=stem, names=self.names), None)
            if centre is not None:
                yield stem, centre

    def _days(self, root: Item) -> tuple[LocalDay, ...]:
        days = read_days(root)
        for place, day in days:
            self._once("days.date", day.day, place)
        return tuple(day for _, day in days)


def _with_frame(read: Callable[[Item, Frame], Rule], frame: Frame, item: Item) -> Rule:
    return read(item, frame)


def _index(
    centres: Mapping[str, Centre], rules: Mapping[str, Rule], kind: type[R], name: Callable[[R], str]
) -> dict[tuple[str, str], tuple[R, ...]]:
    """Rules of one kind by kind of centre and name."""
    found: dict[tuple[str, str], list[R]] = defaultdict(list)
    for centre in centres.values():
        for rule in rules.values():
            if isinstance(rule, kind) and rule.regulation in centre.adopts:
                found[centre.kind, name(rule)].append(rule)
    return {key: tuple(value) for key, value in found.items()}


def _adopted(
    centres: Mapping[str, Centre], found: Mapping[tuple[str, str], tuple[R, ...]]
) -> dict[tuple[str, str], tuple[R, ...]]:
    """The same in the order in which each kind of centre adopts the regulations."""
    order = {centre.kind: centre.adopts.index for centre in centres.values()}
    return {key: tuple(sorted(rules, key=lambda rule: order[key[0]](rule.regulation))) for key, rules in found.items()}
