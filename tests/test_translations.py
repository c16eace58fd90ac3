"""English is as complete as Indonesian, and what is shown is what is written in the catalogue."""

import re

import pytest
from babel.messages.catalog import Catalog

from scripts.words import ENGLISH, asked, brought_up_to_date, english, mo_of, po_of, untranslated


def test_every_sentence_has_its_english() -> None:
    assert untranslated(brought_up_to_date(english())) == []


def test_the_catalogue_holds_no_sentence_that_nobody_says() -> None:
    assert ENGLISH.read_bytes() == po_of(brought_up_to_date(english())), "run `make words`"


def test_the_compiled_catalogue_is_fresh() -> None:
    assert ENGLISH.with_suffix(".mo").read_bytes() == mo_of(english()), "run `make words`"


def test_sentences_of_pages_and_of_refusals_are_found() -> None:
    found = {text for _, text, _ in asked()}
    assert {"Langsung ke isi", "Bukti belum lengkap"} <= found


@pytest.mark.parametrize("translation", [None, "", "%(day)s to go"])
def test_a_missing_or_broken_translation_is_found(translation: str | None) -> None:
    catalog = Catalog(locale="en")
    catalog.add("%(days)s hari lagi", translation, flags=["python-format"])
    assert untranslated(catalog) == ["%(days)s hari lagi"]


def test_what_was_sent_is_always_named_for_a_package_is_never_called_sent() -> None:
    """ "Terkirim" alone was read as the courier's proof at the server, and as the package at its recipient."""
    said = [text for _, texts, _ in asked() for text in ([texts] if isinstance(texts, str) else texts)]
    sent = [text for text in said if "terkirim" in text.lower()]
    assert sent
    assert [text for text in sent if not re.search(r"bukti|tanda tangan|isian", text, re.IGNORECASE)] == []
