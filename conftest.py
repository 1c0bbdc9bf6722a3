"""What holds for every test, wherever it lives."""

pytest_plugins = (
    "tests.support.cluster",
    "tests.support.hostile",
    "tests.support.flush",
    "tests.support.browser",
    "tests.support.rules",
    "tests.support.tongue",
)
