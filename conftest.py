"""What holds for every test, wherever it lives."""

import gc

gc.set_threshold(
    100_000, 50, 100
)  # the product stays in memory all the while; looking through it took a fifth of the time

pytest_plugins = (
    "tests.support.cluster",
    "tests.support.blueprint",
    "tests.support.hostile",
    "tests.support.rules",
    "tests.support.flush",
    "tests.support.patient",
    "tests.support.browser",
    "tests.support.shelf",
    "tests.support.together",
    "tests.support.tongue",
)
