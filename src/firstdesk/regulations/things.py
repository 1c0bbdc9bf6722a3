"""Of which things of a centre some part of the product keeps a list: only of those a duty can be raised one by one.

The directory keeps organisations and grids; parts above say what else they keep.
"""

_kept = {"centre", "unit", "group", "station", "window", "community", "grid"}


def keep(scope: str) -> None:
    """From now on there is a list of these."""
    _kept.add(scope)


def are_kept(scope: str) -> bool:
    """Whether a duty of this scope can be raised at all."""
    return scope in _kept
