"""What can be recognized here: plug-ins, the operator's own identifiers, categories."""

from __future__ import annotations

from pii_scan.classify.declaration import load_declaration
from pii_scan.detect.plugins import custom_recognizers, load_toolkit
from pii_scan.settings.bundled import config_file
from pii_scan.settings.settings import Settings

Row = dict[str, object]


def recognizer_rows(settings: Settings) -> list[Row]:
    """Give one row an entity and recognizer, in order of entity.

    Raises:
        PluginError: a plug-in cannot be loaded.
        ConfigError: an identifier of the operator's own does not meet its examples.
    """
    toolkit, others = load_toolkit()
    groups = (
        (f"{toolkit.name} {toolkit.version}", toolkit.recognizers()),
        ("plug-in", others),
        ("configuration", custom_recognizers(toolkit, settings.identifiers)),
    )
    rows: list[Row] = [
        {"entity": entity, "recognizer": recognizer.name, "origin": origin}
        for origin, recognizers in groups
        for recognizer in recognizers
        for entity in recognizer.supported_entities
    ]
    return sorted(rows, key=lambda row: (str(row["entity"]), str(row["recognizer"])))


def category_rows(settings: Settings, language: str) -> list[Row]:
    """Give one row a category, those of the declaration first and in its order."""
    declaration = load_declaration(config_file("declaration.yaml", settings.configs))
    return [
        {
            "category": category.id,
            "name": category.names[language],
            "special": f"{category.special}, Art. {category.article}" if category.special != "never" else "",
            "declared": category.declared,
            "entities": category.entities,
        }
        for category in declaration.all_categories
    ]
