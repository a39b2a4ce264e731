"""Finds values in text and rows: the only package that imports Presidio or spaCy."""

from __future__ import annotations
