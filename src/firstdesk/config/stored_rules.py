"""The texts of a rulebook version that was once loaded, for commands that compare versions."""

from collections.abc import Mapping
from typing import cast

import django
from django.apps import apps

from firstdesk.config.messages import Problem


def texts(prefix: str) -> Mapping[str, str]:
    """By the first characters of its hash. Raises Problem, naming the stored versions, unless exactly one fits."""
    django.setup()
    versions = apps.get_model("regulations", "RulebookVersion")._default_manager
    found = list(versions.filter(version__startswith=prefix)[:2]) if prefix else []
    if len(found) == 1:
        return cast(Mapping[str, str], found[0].texts)
    known = ", ".join(str(version) for version in versions.order_by("-loaded_at")[:5]) or "-"
    raise Problem(
        f"{prefix} 既不是规则文件夹,也不能唯一确定一个已存版本;最近的版本:{known}。",
        f"{prefix} is neither a rules folder nor exactly one stored version; the latest are: {known}.",
        code=2,
    )
