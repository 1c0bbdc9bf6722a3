"""The pages as `firstdesk up` serves them: a process of theirs ends with the one that started it.

Else, when that one is killed, its workers would keep the port, and serve on, watched by nobody. So this comes first,
before the seconds that loading the product takes.
"""

import multiprocessing
import os
import signal

from firstdesk.config.embedded import die_with_parent

die_with_parent(signal.SIGKILL)
_parent = multiprocessing.parent_process()
if _parent is not None and not _parent.is_alive():  # it was gone before we asked to go with it
    os._exit(1)

from firstdesk.config.wsgi import application  # noqa: E402

__all__ = ["application"]
