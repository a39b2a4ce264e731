"""Renders a self-contained page: no script, no remote reference, its one style allowed by hash and nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pii_scan.reports.messages import Messages

_TEMPLATES = Path(__file__).with_name("templates")


def render(template: str, say: Messages, **values: object) -> bytes:
    """Fill a template; everything in it is escaped."""
    style = (_TEMPLATES / "style.css").read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    page = environment.get_template(template).render(
        say=say,
        style=Markup(style),  # noqa: S704  our own file, and the policy allows no other style
        style_hash=f"sha256-{digest}",
        **values,
    )
    return page.encode("utf-8", "replace")
