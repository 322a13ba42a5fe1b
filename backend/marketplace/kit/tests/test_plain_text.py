from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.plain_text import ascii_digits, clean_block, clean_code, clean_email, clean_line
from marketplace.kit.tests.steps import assert_linear


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Café\u00a0 au\tlait ", "Café au lait"),
        ("Cafe\u0301", "Café"),
        ("\ufeffZero\u200bwidth\u2060", "Zerowidth"),
        ("admin\u202egnp.exe", "admingnp.exe"),
        ("two\nlines\u2028here", "two lines here"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("end\u200d", "end"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("\u200b\u3164\u00ad", ""),
        ("a\x00b", "ab"),
        ("e\u200b\u0301", "é"),  # what composes only once the mark between is gone
        ("ad\u200cm\u200din", "admin"),  # Latin letters do not join
        ("دار\u200cها", "دارها"),  # after reh, which joins nothing
        ("❤\ufe0f\u200d🔥 1\ufe0f\u20e3", "❤\ufe0f\u200d🔥 1\ufe0f\u20e3"),
        ("A\ufe0f\U000e0101\ufe0e", "A"),
        ("क्\u200dष", "क्\u200dष"),
        ("\u034f\ufe0f\u17b4\uffff\U000e0041", ""),
        ("\u0600\u06dd", "\u0600\u06dd"),
    ],
)
def test_a_line_is_what_can_be_seen_of_it(typed, clean):
    assert clean_line(typed) == clean


def test_a_block_keeps_its_lines():
    assert clean_block("\n first \r\n\r\n second\u200b\n") == "first\n\nsecond"


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("٠٥٠ ١٢٣", "050 123"),
        ("ＮＬ９１", "NL91"),
        ("\u202aNL91\u202c", "NL91"),
        ("۱۲۳", "123"),
        ("B\u200c-1", "B-1"),
        ("１\u00a0２", "1 2"),
    ],
)
def test_a_code_is_written_in_plain_letters_and_digits(typed, clean):
    assert clean_code(typed) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" Noor@Mail.Example\u200b", "noor@mail.example"),
        ("noor＠mail。example", "noor@mail.example"),
        ("noor@straße.example", "noor@xn--strae-oqa.example"),
        ("noor@\u202eبريد.example", "noor@xn--ngbof4h.example"),
        ("noor@-é.example", "noor@-é.example"),
        ("noor", "noor"),
    ],
)
def test_an_email_address_has_one_form(typed, clean):
    assert clean_email(typed) == clean


def test_marks_without_end_are_cut_and_take_linear_time():
    def heap_of(length):
        return "a" + "\u0316\u0301" * length

    assert len(clean_line(heap_of(500_000))) <= 31
    assert_linear(clean_line, heap_of)


CHARACTERS = st.text(st.characters() | st.sampled_from("\u200c\u200d\ufe0f\u0301\u0316\u094d\u3164❤🔥یدخ1\u20e3"))


@given(CHARACTERS)
def test_cleaning_twice_changes_nothing(text):
    for clean in (clean_line, clean_block, clean_code, clean_email, ascii_digits):
        assert clean(clean(text)) == clean(text)


@given(CHARACTERS)
def test_a_clean_line_is_composed_and_has_one_line(text):
    line = clean_line(text)

    assert unicodedata.is_normalized("NFC", line)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
