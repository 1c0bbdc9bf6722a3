"""A document is set by Typst: the same bytes from the same template and data, with the product's own fonts alone."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import typst


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Sets `template` with `data`; `moment` stands in the PDF as the time it was made."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(order["fonts"])])
    made = typst.compile(
        str(order["template"]),
        root=str(order["root"]),
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path="/nonexistent",  # nothing is fetched: everything a document needs stands in the product
        package_cache_path="/nonexistent",
        format=order["format"],
        ppi=float(order["ppi"]),
        sys_inputs={"data": json.dumps(order["data"], ensure_ascii=False, sort_keys=True)},
        timestamp=int(order["moment"]),
    )
    return {"made": base64.b64encode(made if isinstance(made, bytes) else made[0]).decode()}
