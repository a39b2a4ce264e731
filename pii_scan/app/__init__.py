"""Use cases: what a person asks of the program. Only here and in `engine` do stages meet."""

from __future__ import annotations
