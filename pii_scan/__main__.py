"""`python -m pii_scan` and the `pii-scan` command."""

from __future__ import annotations

from pii_scan.cli import main

if __name__ == "__main__":
    main()
