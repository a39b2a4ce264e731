"""The categories that the operator gave their own identifiers, held against the declaration."""

from __future__ import annotations

from collections.abc import Sequence

from pii_scan.classify.declaration import Declaration
from pii_scan.core.errors import ConfigError
from pii_scan.settings.settings import Identifier


def own_categories(declaration: Declaration, identifiers: Sequence[Identifier]) -> dict[str, str]:
    """Give the category of each entity that the operator configured.

    Raises:
        ConfigError: the declaration has no such category.
    """
    known = [category.id for category in declaration.all_categories]
    for identifier in identifiers:
        if identifier.category not in known:
            place = identifier.at.get("category", f"identifier {identifier.entity}")
            raise ConfigError(f"{place}: no category {identifier.category}; there are {', '.join(known)}")
    return {identifier.entity: identifier.category for identifier in identifiers}
