"""Runs the stages over many items: killable workers, sealers that hold the keys, one writer."""

from __future__ import annotations
