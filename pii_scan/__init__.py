"""Find personal data in shares, mail and database dumps, and tell where one person's data lives."""

from __future__ import annotations

__version__ = "0.1.0"
