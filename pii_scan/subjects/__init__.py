"""Who is meant: what belongs to one record, and which records speak of one person."""

from __future__ import annotations
