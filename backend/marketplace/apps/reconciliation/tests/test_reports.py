"""The files of providers, as their documentation describes them; and what is wrong with one, by row and column."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.apps.reconciliation.domain.reports import READERS
from marketplace.apps.reconciliation.types import ReportFormat
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money

EUR = ("EUR", "JPY", "KWD")

STRIPE = """\
balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,payment_metadata[payment_id]
txn_1,2026-11-02 12:00:00,eur,59.90,1.14,58.76,charge,ch_1,ch_1,pi_1,pay_1
txn_2,2026-11-03 09:30:00,eur,-10.00,0.00,-10.00,refund,re_1,ch_1,pi_1,
txn_3,2026-11-04 00:00:00,eur,-20.00,15.00,-35.00,dispute,dp_1,ch_1,pi_1,
txn_4,2026-11-05 00:00:00,eur,-2.00,0.00,-2.00,fee,,,,
txn_5,2026-11-06 00:00:00,eur,-11.76,0.00,-11.76,payout,po_1,,,
txn_6,2026-11-06 00:00:00,jpy,1000,0,1000,other_adjustment,,,,
txn_7,2026-11-06 00:00:00,eur,-8.80,0.00,-8.80,transfer,tr_1,,,
"""

MOLLIE = """\
Date,Payment method,Currency,Amount,Status,ID,Description,Consumer name,Settlement currency,Settlement amount,Settlement reference
2026-11-02 12:00:00,ideal,EUR,59.90,paid,tr_1,GlobalMarket,N. Jansen,EUR,59.90,1234567.2611.01
2026-11-03 12:00:00,ideal,EUR,-10.00,refunded,re_1,Refund,N. Jansen,EUR,-10.00,1234567.2611.01
2026-11-03 13:00:00,ideal,EUR,10.00,refunded,re_1,Refund returned,N. Jansen,EUR,10.00,1234567.2611.01
2026-11-04 12:00:00,creditcard,EUR,-20.00,charged_back,chb_1,Chargeback,N. Jansen,EUR,-20.00,1234567.2611.01
2026-11-04 12:00:00,,EUR,-0.35,,,Withheld transaction fees 1234567.01,,EUR,-0.35,1234567.2611.01
"""

PAYPAL = """\
"RH","2026/11/03 02:00:00 +0000","A","ACCOUNT1","011"
"FH","01"
"SH","2026/11/02 00:00:00 +0000","2026/11/02 23:59:59 +0000","ACCOUNT1",""
"CH","Transaction ID","Invoice ID","PayPal Reference ID","PayPal Reference ID Type","Transaction Event Code","Transaction Initiation Date",\
"Transaction Completion Date","Transaction Debit or Credit","Gross Transaction Amount","Gross Transaction Currency","Fee Debit or Credit",\
"Fee Amount","Fee Currency","Custom Field"
"SB","5TY1","","","","T0006","2026/11/02 13:00:00 +0100","2026/11/02 13:00:00 +0100","CR","5990","EUR","DR","205","EUR","pay_1"
"SB","5TY2","","5TY1","TXN","T1107","2026/11/02 14:00:00 +0000","2026/11/02 14:00:00 +0000","DR","1000","EUR","CR","30","EUR",""
"SB","5TY3","","5TY1","TXN","T1201","2026/11/02 15:00:00 +0000","2026/11/02 15:00:00 +0000","DR","2000","EUR","","","",""
"SB","5TY4","","5TY0","TXN","T0400","2026/11/02 16:00:00 +0000","2026/11/02 16:00:00 +0000","DR","2990","EUR","","","",""
"SB","5TY5","","","","T1503","2026/11/02 16:00:00 +0000","2026/11/02 16:00:00 +0000","DR","1","EUR","","","",""
"SF","EUR","5990","5991"
"SC","5"
"""


def read(format, text):
    return READERS[ReportFormat(format)](text.encode(), currencies=EUR)


def outline(rows):
    return [(row.kind.value, row.reference, row.amount.minor, row.fee.minor if row.fee is not None else None) for row in rows]


def faults(format, text):
    with pytest.raises(InvalidInput) as refused:
        read(format, text)
    return [(error.field, error.code) for error in refused.value.errors]


def test_stripes_balance_transactions():
    rows = read("stripe", STRIPE)

    assert outline(rows) == [
        ("charge", "txn_1", 5990, 114),
        ("refund", "txn_2", -1000, 0),
        ("dispute", "txn_3", -2000, 1500),
        ("fee", "txn_4", -200, 0),
        ("transfer", "txn_5", -1176, 0),
        ("other", "txn_6", 1000, 0),
        ("payout", "txn_7", -880, 0),
    ]
    assert rows[0].names == ("ch_1", "pi_1", "pay_1")
    assert rows[1].names == ("re_1",)
    assert rows[5].amount == Money(1000, "JPY")
    assert rows[0].occurred_at == datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def test_mollies_settlement_and_what_it_sent_to_the_bank():
    rows = read("mollie", MOLLIE)

    assert outline(rows) == [
        ("charge", "tr_1", 5990, None),
        ("refund", "re_1", -1000, None),
        ("refund", "re_1:returned", 1000, None),
        ("dispute", "chb_1", -2000, None),
        ("fee", "1234567.2611.01:Withheld transaction fees 1234567.01", -35, None),
        ("transfer", "1234567.2611.01", -3955, None),
    ]
    assert rows[-1].occurred_at == datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
    assert rows[-1].names == ("1234567.2611.01", "T1234567.2611.01")


def test_paypals_sections():
    rows = read("paypal", PAYPAL)

    assert outline(rows) == [
        ("charge", "5TY1", 5990, 205),
        ("refund", "5TY2", -1000, -30),
        ("dispute", "5TY3", -2000, 0),
        ("transfer", "5TY4", -2990, 0),
        ("other", "5TY5", -1, 0),
    ]
    assert rows[0].names == ("5TY1", "pay_1")
    assert rows[2].names == ("5TY3", "5TY1")
    assert rows[3].names == ("5TY4", "5TY0")
    assert rows[0].occurred_at == datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (("59.90", "59.905"), "file.2.gross", "invalid_amount"),
        (("59.90", "5e1"), "file.2.gross", "invalid_amount"),
        (("59.90", "NaN"), "file.2.gross", "invalid_amount"),
        ((",1.14,", ",,"), "file.2.fee", "invalid_amount"),
        (("00,eur,59", "00,usd,59"), "file.2.currency", "unknown_currency"),
        (("2026-11-03 09:30:00", "yesterday"), "file.3.created_utc", "invalid_time"),
        (("2026-11-03 09:30:00", "0001-01-01 00:00:00+05:00"), "file.3.created_utc", "invalid_time"),
        (("txn_2", ""), "file.3.balance_transaction_id", "required"),
        (("txn_2", "txn_1"), "file.3.reference", "duplicate_row"),
        (("jpy,1000,0,1000", "jpy,10.5,0,10.5"), "file.7.gross", "invalid_amount"),
        (("reporting_category", "category"), "file.1.reporting_category", "missing_column"),
    ],
)
def test_an_error_names_its_row_and_its_column(change, field, code):
    assert faults("stripe", STRIPE.replace(*change, 1)) == [(field, code)]


def test_every_error_is_named_at_once():
    broken = STRIPE.replace("59.90", "x", 1).replace("-10.00", "y", 1)

    assert faults("stripe", broken) == [("file.2.gross", "invalid_amount"), ("file.3.gross", "invalid_amount")]


@pytest.mark.parametrize(
    ("format", "text", "code"),
    [
        ("stripe", STRIPE.splitlines()[0], "no_rows"),
        ("plain", 'reference,kind,currency,amount,occurred_at\n"open', "unreadable"),
        ("mollie", "", "missing_column"),
        ("paypal", '"RH","x"\n', "no_rows"),
        ("paypal", '"SB","5TY1"\n', "missing_column"),
        ("paypal", PAYPAL.replace('"DR","1000"', '"XX","1000"'), "invalid_choice"),
        ("paypal", PAYPAL.replace('"5990","EUR"', '"59.90","EUR"'), "invalid_amount"),
        ("plain", "reference,kind,currency,amount,occurred_at\nr1,sale,EUR,1.00,2026-11-02\n", "invalid_choice"),
    ],
)
def test_a_file_that_is_none_is_refused(format, text, code):
    assert code in {found for _, found in faults(format, text)}


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(InvalidInput) as refused:
        READERS[ReportFormat.PLAIN](b"\xff\xfe\x00", currencies=EUR)

    assert [error.code for error in refused.value.errors] == ["unreadable"]
