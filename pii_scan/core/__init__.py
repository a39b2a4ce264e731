"""Values, ports and errors that every stage shares; standard library only."""

from __future__ import annotations
