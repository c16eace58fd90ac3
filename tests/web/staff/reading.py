"""Reading a page as a person does: this must stand there."""

import re


def found(pattern: str, html: str) -> re.Match[str]:
    match = re.search(pattern, html, re.DOTALL)
    assert match, pattern
    return match


def claim_code_on(html: str) -> str:
    shown = found(r'<code translate="no"><span>(\d{3})</span> <span>(\d{3})</span>', html)
    return shown[1] + shown[2]


def is_said_at(html: str, field: str, sentence: str) -> bool:
    """In the list on top, as a way to the field, and beside the field, which is marked and tied to it."""
    at_top = re.search(rf'class="error-summary".*?href="#{field}">([^<]*)', html, re.DOTALL)
    tag = found(rf'<(?:input|select|textarea|fieldset)[^>]* id="{field}"[^>]*>', html)[0]
    beside = re.search(rf'id="{field}-error">.*?<span>([^<]*)', html, re.DOTALL)
    tied = f"{field}-error" in tag and ("aria-invalid" in tag or "ticks-of" in tag)
    return bool(at_top and sentence in at_top[1] and beside and sentence in beside[1] and tied)
