"""Documents for people and programs: the data map, and answers about one person; nothing here reads the inventory."""

from __future__ import annotations
