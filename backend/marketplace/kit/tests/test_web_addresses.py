from __future__ import annotations

import pytest

from marketplace.kit.tests.steps import assert_linear
from marketplace.kit.web_addresses import has_web_address


@pytest.mark.parametrize(
    "text",
    [
        "Prizes at https://evil.test",
        "WWW.evil",
        "win at evil.com",
        "Noor evil.co.uk/x",
        "ｅｖｉｌ．ｃｏｍ",
        "evil。com",
        "evil․com",
        "write to a@evil.org!",
        "(evil.xyz)",
        "evil.com-offer",
        "evil.com.",
        "наш.рф",
        "x.xn--p1ai",
        "متجر.مصر",
        "Win at evil.example now",
        "evil.example/prize",
        "Noor:evil.shop",
        "t.co/x",
        "sub.evil.co.uk",
        "сайт.рф",
        "evil｡com",
        "ｈｔｔｐｓ：／／evil",
        "163.com",
        "-evil.com.",
    ],
)
def test_what_becomes_a_link_is_found(text):
    assert has_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dr.Müller",
        "Dr.med. Schmidt",
        "د.محمد العلي",
        "St.Gallen",
        "J.P. Morgan",
        "Bakker B.V.",
        "S.p.A.",
        "Meier GmbH & Co.KG",
        "P.O.Box 12",
        "Bldg.No.5",
        "z.B. 1.5",
        "Hauptstr.12",
        "J.R. Smith",
        "J.Jansen",
        "Dr.Jansen",
        "Gulf Trading W.L.L.",
        "S.à r.l.",
        "Av.Louise 5",
        "Bldg.B, Fl.3",
        "Nr.12a",
        "3.Etage links",
        "St.Jansplein 4...",
        "10.5 km after the bridge",
        "شارع ١٢. مبنى ٧",
        "...",
        "AT&T",
        "",
    ],
)
def test_names_and_lines_of_addresses_are_not(text):
    assert not has_web_address(text)


@pytest.mark.parametrize("chunk", ["a", "a.", "a.b-"])
def test_a_long_text_takes_linear_time(chunk):
    assert_linear(has_web_address, lambda length: chunk * length)
