"""Recognizers of Belgian personal data for Microsoft Presidio; nothing of `pii_scan` is needed to use them."""

from __future__ import annotations

from recognizers.belgium import BelgianPlugin, plugin
from recognizers.overlap import OVERLAP_ORDER, resolve

__all__ = ["OVERLAP_ORDER", "BelgianPlugin", "plugin", "resolve"]
