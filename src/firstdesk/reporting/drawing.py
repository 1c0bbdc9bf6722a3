"""Charts of a report as SVG for paper: columns for time series, bars for categories."""

from collections.abc import Sequence
from html import escape

FONT = "Noto Sans S Chinese"
INK, QUIET, FILL, LINE = "#16222a", "#51616c", "#1f5f86", "#dde3e7"
WIDTH, ROW, LABEL, NUMBER = 640, 24, 150, 48
HIGH, FOOT, EDGE = 170, 30, 14
BLOCKS = 20  # signs of the longest bar in text
Part = tuple[str, int]


def svg(parts: Sequence[Part], *, in_time: bool) -> str:
    """One chart. The table below it holds the same numbers."""
    return _columns(parts) if in_time else _bars(parts)


def _bars(parts: Sequence[Part]) -> str:
    most = max((n for _label, n in parts), default=0) or 1
    body = []
    for row, (label, n) in enumerate(parts):
        y = row * ROW
        long = (WIDTH - LABEL - NUMBER) * n / most
        body.append(_text(LABEL - 8, y + 16, _short(label, 11), "end"))
        body.append(f'<rect x="{LABEL}" y="{y + 4}" width="{max(long, 1):.1f}" height="{ROW - 8}" fill="{FILL}"/>')
        body.append(_text(LABEL + long + 6, y + 16, str(n), "start"))
    return _whole(max(len(parts), 1) * ROW + 4, body)


def _columns(parts: Sequence[Part]) -> str:
    most = max((n for _label, n in parts), default=0) or 1
    step = (WIDTH - 2 * EDGE) / max(len(parts), 1)
    every = max(1, -(-len(parts) // 12))  # a dozen labels have room
    body = [f'<line x1="0" y1="{HIGH}" x2="{WIDTH}" y2="{HIGH}" stroke="{LINE}"/>']
    for at, (label, n) in enumerate(parts):
        high = (HIGH - 20) * n / most
        x = EDGE + at * step
        if n:
            body.append(
                f'<rect x="{x + step * 0.15:.1f}" y="{HIGH - high:.1f}" width="{step * 0.7:.1f}" height="{high:.1f}" fill="{FILL}"/>'
            )
            body.append(_text(x + step / 2, HIGH - high - 4, str(n), "middle", 10))
        if at % every == 0:
            body.append(_text(x + step / 2, HIGH + 16, label, "middle", 10))
    return _whole(HIGH + FOOT, body)


def _short(label: str, many: int) -> str:
    return label if len(label) <= many else f"{label[: many - 1]}…"


def _text(x: float, y: float, words: str, anchor: str, size: int = 12) -> str:
    colour = INK if anchor != "middle" else QUIET
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="{FONT}" font-size="{size}" fill="{colour}">{escape(words)}</text>'


def _whole(height: float, body: Sequence[str]) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}">{"".join(body)}</svg>'


def in_text(parts: Sequence[Part]) -> list[list[str]]:
    """The same as lines of text, for a document that is edited: label, number, a bar as long as the number is large."""
    most = max((count for _label, count in parts), default=0)
    return [[label, str(count), "█" * -(-count * BLOCKS // most) if count else ""] for label, count in parts]
