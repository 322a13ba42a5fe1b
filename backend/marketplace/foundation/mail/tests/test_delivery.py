from __future__ import annotations

import pytest
from django.core import mail

from marketplace.foundation import tenancy
from marketplace.foundation.mail import deliver
from marketplace.foundation.mail.delivery import as_page

pytestmark = pytest.mark.usefixtures("tenant")


def test_a_mail_goes_out_as_text_and_as_a_page():
    deliver(to="noor@customer.example", subject="Hello", body="One\n\nTwo", language="nl", message_id="msg_1")

    (sent,) = mail.outbox
    (page,) = sent.alternatives
    assert (sent.body, page[1]) == ("One\n\nTwo", "text/html")
    assert "<p>One</p><p>Two</p>" in page[0]
    assert sent.extra_headers["Message-ID"] == "<msg_1@globalmarket.example>"
    assert sent.extra_headers["Content-Language"] == "nl"


def test_what_people_wrote_is_text_on_the_page():
    page = as_page('<script>alert("x")</script>\nsecond line', language="en")

    assert "<script>" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;<br>second line" in page


def test_addresses_can_be_opened_and_nothing_behind_them():
    page = as_page("See http://eu.localhost:8001/a?b=1&c=2. Bye", language="en")

    assert '<a href="http://eu.localhost:8001/a?b=1&amp;c=2" dir="ltr">http://eu.localhost:8001/a?b=1&amp;c=2</a>. Bye' in page


@pytest.mark.parametrize("address", ["https://evil.example/", "http://eu.localhost.evil.example/", "http://eu.localhost@evil.example/"])
def test_only_our_own_pages_are_links(address):
    page = as_page(f"See {address} now", language="en")

    assert "<a " not in page
    assert address in page


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("nl", "ltr")])
def test_arabic_is_read_from_right_to_left(language, direction):
    assert f'lang="{language}" dir="{direction}"' in as_page("x", language=language)


def test_no_mail_is_sent_while_a_transaction_is_open():
    with pytest.raises(tenancy.ForbiddenInTransaction), tenancy.atomic():
        deliver(to="noor@customer.example", subject="Hello", body="One", language="nl")

    assert mail.outbox == []
