"""The list of exceptions to the budgets starts empty, and each entry must say why: "path" or "path::name" -> reason."""

EXCEPTIONS: dict[str, str] = {}
