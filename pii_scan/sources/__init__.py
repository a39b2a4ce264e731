"""Where items come from: listed lazily, opened read-only, never read here."""

from __future__ import annotations
