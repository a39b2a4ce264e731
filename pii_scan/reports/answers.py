"""Answers of `locate` as documents: a page for people, a workbook to sort and filter."""

from __future__ import annotations

from collections.abc import Sequence

from pii_scan.reports.datamap import CategoryInfo
from pii_scan.reports.messages import Messages
from pii_scan.reports.page import render
from pii_scan.reports.told import Answer, Told, tell
from pii_scan.reports.workbook import Workbook


def locate_html(answers: Sequence[Answer], categories: Sequence[CategoryInfo], language: str, *, made_at: str) -> bytes:
    """Give one page with all answers."""
    say = Messages(language)
    told = [tell(answer, categories, say) for answer in answers]
    return render("locate.html.j2", say, answers=told, made_at=made_at)


def locate_xlsx(answers: Sequence[Answer], categories: Sequence[CategoryInfo], language: str) -> bytes:
    """Give a workbook: one line a place, and one sheet with what the answers cover."""
    say = Messages(language)
    told = [tell(answer, categories, say) for answer in answers]
    book = Workbook()
    heads = ("asked", "confidence", "source", "item", "where", "data", "category", "why")
    book.sheet(
        say("places"),
        [say(head) for head in heads],
        (
            [
                _query_text(one),
                place.confidence,
                place.source,
                place.item,
                "\n".join(place.where),
                ", ".join(place.entities),
                ", ".join(place.categories),
                "\n".join(place.why),
            ]
            for one in told
            for place in one.places
        ),
        widths=[30, 14, 28, 50, 36, 36, 40, 60],
    )
    book.sheet(
        say("completeness"),
        [say("asked"), say("subject"), say("count"), say("completeness")],
        (
            [
                _query_text(one),
                "; ".join(one.subject),
                len(one.places),
                "\n".join(filter(None, [*one.ambiguous, one.advice, *one.completeness])),
            ]
            for one in told
        ),
        widths=[30, 50, 10, 90],
    )
    return book.content()


def _query_text(told: Told) -> str:
    return ", ".join(f"{key} {value}" for key, value in told.query)
