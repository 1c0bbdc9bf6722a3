"""Compiles the contexts' translations without gettext being installed."""

import os
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def compile_all(folder: Path = PACKAGE) -> list[Path]:
    """Make the .mo of each .po that is newer than it; returns those made."""
    made = []
    for source in catalogues(folder):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)
            made.append(target)
    return made


def catalogues(folder: Path = PACKAGE) -> list[Path]:
    """The hand-written translations, one file per context and language."""
    return sorted(folder.glob("*/locale/*/LC_MESSAGES/*.po"))
