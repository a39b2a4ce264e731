"""Content of one item to segments: text with places, blocks of rows, members."""

from __future__ import annotations
