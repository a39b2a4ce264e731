"""Settings as frozen values, and how they are read: command line over environment over file over defaults."""

from __future__ import annotations
