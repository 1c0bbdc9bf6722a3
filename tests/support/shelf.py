"""What a test was handed from the shelf is shut when it ends.

A test that asks for a file and looks only at its status leaves it open. The garbage collector finds it during some later
test, which then fails for a file that is none of its own.
"""

import contextlib
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from firstdesk.files import shelf


@pytest.fixture(autouse=True)
def _files_are_shut(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with contextlib.ExitStack() as handed_out:
        open_file = shelf.open_file

        def remembered(sha256: str, *, small: bool = False) -> BinaryIO:
            return handed_out.enter_context(open_file(sha256, small=small))

        monkeypatch.setattr(shelf, "open_file", remembered)
        yield
