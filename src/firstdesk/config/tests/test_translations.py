import gettext
import os
from pathlib import Path

from firstdesk.config.translations import compile_all

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Desk"
msgstr "前台"
"""


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "triage" / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(PO)
    assert compile_all(tmp_path) == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Desk") == "前台"
    assert compile_all(tmp_path) == []
    later = (folder / "django.mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == [folder / "django.mo"]
