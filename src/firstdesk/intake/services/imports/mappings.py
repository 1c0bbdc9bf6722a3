"""What a file's columns mean: a small YAML file per source, described in docs/guides/import.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import lang
from firstdesk.common.refusals import Refusal
from firstdesk.rulebook.book import Rulebook
from firstdesk.triage.services import Classification

SHIPPED = Path(__file__).resolve().parents[2] / "mappings"
FIELDS = frozenset(
    {
        "source_id", "title", "narrative", "received_at", "occurred_at", "occurred_note", "place", "label",
        "reporter_name", "reporter_phone", "channel", "urgency",
    }
)  # fmt: skip
CONSTANTS = FIELDS - {"source_id", "received_at", "occurred_at", "reporter_name", "reporter_phone"} | {"reporter"}
JUDGED = frozenset({"nature", "topic", "urgency", "grade", "remit"})
KEYS = frozenset({"name", "title", "source", "columns", "required", "dates", "constants", "labels"})
DATES = (
    "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y-%m-%d",
    "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d", "%Y%m%d",
)  # fmt: skip
BY_ROW = "@row"  # the file has no number of its own: its content and the row's number stand for one


class UnusableMapping(Refusal):
    """The mapping itself is wrong, whatever the file says."""


@dataclass(frozen=True)
class ColumnMap:
    """A mapping, checked."""

    name: str
    source: str
    title: Mapping[str, str]
    columns: Mapping[str, str]  # our field -> their heading
    required: frozenset[str]
    dates: tuple[str, ...]
    constants: Mapping[str, str]
    labels: Mapping[str, Classification]

    @property
    def words(self) -> str:
        """How it is called in a list, in the reader's language."""
        return self.title.get(lang(), self.name)


def folders() -> tuple[Path, ...]:
    """Where mappings lie: those of the product, then the centre's own under the data directory."""
    return SHIPPED, Path(settings.DATA_DIR) / "mappings"


def names() -> list[str]:
    """Every mapping that can be named."""
    return sorted({path.stem for folder in folders() for path in folder.glob("*.yaml")})


def raw_mapping(name: str) -> dict[str, Any]:
    """The text of a mapping by its name (of either folder, the centre's own first) as data."""
    for folder in reversed(folders()):
        path = folder / f"{name}.yaml"
        if path.parent == folder and path.is_file():
            return read_yaml(path)
    raise UnusableMapping(
        _("There is no mapping “%(name)s”. There are: %(names)s.") % {"name": name, "names": ", ".join(names())}
    )


def read_yaml(path: Path) -> dict[str, Any]:
    """A mapping file as data."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnusableMapping(_("%(file)s is not valid YAML.") % {"file": path.name}) from error
    if not isinstance(data, dict):
        raise UnusableMapping(_("%(file)s does not hold a mapping.") % {"file": path.name})
    data.setdefault("name", path.stem)
    return data


def compile_map(data: Mapping[str, Any], rulebook: Rulebook) -> ColumnMap:
    """Check a mapping against what the product and the rules know. Raises UnusableMapping naming the key."""
    _only(data, KEYS, "")
    columns = {str(k): str(v) for k, v in (data.get("columns") or {}).items()}
    constants = {str(k): str(v) for k, v in (data.get("constants") or {}).items()}
    _only(columns, FIELDS, "columns")
    _only(constants, CONSTANTS | JUDGED, "constants")
    if "narrative" not in columns or "source_id" not in columns:
        raise UnusableMapping(
            _("The mapping must name the columns of narrative and source_id (or “%(row)s”).") % {"row": BY_ROW}
        )
    labels = {
        str(label): _judged({**constants, **(values or {})}, rulebook, f"labels.{label}")
        for label, values in (data.get("labels") or {}).items()
    }
    return ColumnMap(
        name=str(data["name"]),
        source=str(data.get("source") or data["name"])[:60],
        title=data.get("title") or {},
        columns=columns,
        required=frozenset(data.get("required") or ()) | {"narrative", "source_id"},
        dates=tuple(data.get("dates") or DATES),
        constants={k: v for k, v in constants.items() if k not in JUDGED - {"urgency"}},
        labels=labels,
    )


def _only(data: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise UnusableMapping(
            _("The mapping has the unknown key “%(key)s”. Known: %(known)s.")
            % {"key": f"{where}.{unknown[0]}".strip("."), "known": ", ".join(sorted(allowed))}
        )


def _judged(values: Mapping[str, str], rulebook: Rulebook, where: str) -> Classification:
    named: dict[str, Any] = {"nature": "", "topic": ""} | {k: v for k, v in values.items() if k in JUDGED}
    judged = Classification(**named)
    for name, value in judged.facts.items():
        if value not in rulebook.facts[name].values:
            raise UnusableMapping(
                _("%(where)s: “%(value)s” is not a %(name)s of the rules.")
                % {"where": where, "value": value, "name": name}
            )
    if judged.topic not in rulebook.topics:
        raise UnusableMapping(_("%(where)s: no such topic in the rules.") % {"where": where})
    return judged
