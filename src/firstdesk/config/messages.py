"""Sentences the command line says before Django, and so its translations, can run.

Chinese is the default; a LANG or LC_ALL that begins with `en` asks for English.
"""

import os


def language() -> str:
    """Return "zh" or "en", as FIRSTDESK_LANG, LC_ALL, LC_MESSAGES or LANG ask, in this order."""
    for name in ("FIRSTDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def say(zh: str, en: str) -> str:
    return en if language() == "en" else zh


class Problem(Exception):
    """Something the person at the keyboard can put right: one sentence, no traceback, a non-zero exit."""

    def __init__(self, zh: str, en: str, *, code: int = 1) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.code = code

    def __str__(self) -> str:
        return say(self.zh, self.en)
