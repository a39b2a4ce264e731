"""Recognizers of Belgian personal data for Microsoft Presidio; nothing of `pii_scan` is needed to use them."""

from __future__ import annotations

from recognizers.overlap import OVERLAP_ORDER, resolve
from recognizers.belgium import BelgianPlugin, plugin

__all__ = ["OVERLAP_ORDER", "BelgianPlugin", "plugin", "resolve"]
