"""The code of the screen as a picture a page can show without anything inline."""

import segno


def qr(text: str) -> str:
    """A data address of an SVG."""
    return segno.make(text, error="m", micro=False).svg_data_uri(border=2, scale=8, omitsize=True, light="white")
