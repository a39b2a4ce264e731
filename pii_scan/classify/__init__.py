"""Tells which categories of the privacy declaration a finding, a text, a column or a file belongs to."""

from __future__ import annotations
