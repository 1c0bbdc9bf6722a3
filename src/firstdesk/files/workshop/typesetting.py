"""A document is set by Typst: the same bytes from the same template and data, with the product's own fonts alone."""

import base64
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import typst

from firstdesk.files.workshop.main import Refused

ARCHIVAL = "pdf/a"  # PDF/A-2a: readable in thirty years, by ear too
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Sets `template` with `data`; `moment` stands in the PDF as the time it was made."""
    is_archival = order["format"] == ARCHIVAL
    try:
        made = typst.compile(
            str(order["template"]),
            root=str(order["root"]),
            font_paths=_fonts(tuple(order["fonts"])),
            ignore_system_fonts=True,
            package_path="/nonexistent",  # nothing is fetched: everything a document needs stands in the product
            package_cache_path="/nonexistent",
            format="pdf" if is_archival else order["format"],
            pdf_standards=["a-2a"] if is_archival else [],
            ppi=float(order["ppi"]),
            sys_inputs={"data": json.dumps(order["data"], ensure_ascii=False, sort_keys=True)},
            timestamp=int(order["moment"]),
        )
    except typst.TypstError as error:
        if found := NO_GLYPH.search(error.message):
            raise Refused("no_glyph", found[1]) from error
        raise
    return {"made": base64.b64encode(made if isinstance(made, bytes) else made[0]).decode()}


@lru_cache(maxsize=1)
def _fonts(paths: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths))
