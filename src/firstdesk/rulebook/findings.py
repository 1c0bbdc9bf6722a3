"""What lint has to say, finding by finding."""

from __future__ import annotations

from dataclasses import dataclass

from firstdesk.rulebook.model import Lang, Place, Text

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` names the check; an `error` fails the lint, a `warning` should be looked at, a `note` informs."""

    kind: str
    severity: str
    where: str
    message_zh: str
    message_en: str

    def render(self, lang: Lang) -> str:
        return f"{self.where} [{self.kind}] {self.message_zh if lang == 'zh' else self.message_en}"

    def to_json(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("kind", "severity", "where", "message_zh", "message_en")}


def finding(kind: str, severity: str, where: Place | str, message: Text) -> Finding:
    return Finding(kind, severity, str(where), message.zh, message.en)
