"""
Factur-X (ZUGFeRD 2): a PDF/A-3 for people with the same invoice as XML for programs inside. Its specification names the attached file, its
relationship, and the metadata that announce it.
"""

from __future__ import annotations

from datetime import datetime

from facturx.facturx import generate_xmp_object
from lxml import etree

from marketplace.foundation.printing import PRODUCER, Sheet

STANDARD = "PDF/A-3U"
FILE_NAME = "factur-x.xml"
_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


def attach(sheet: Sheet, xml: bytes, *, title: str, author: str, made_at: datetime) -> None:
    """Put the XML into a sheet of ``STANDARD``, and say so in its metadata."""
    sheet.embed_file(
        bytes=xml,
        basename=FILE_NAME,
        desc="Factur-X invoice",
        mime_type="text/xml",
        associated_file_relationship="Alternative",
        creation_date=made_at,
        modification_date=made_at,
        compress=True,
    )
    sheet.set_subject(title)
    described = {
        "pdfa3_flavor": "U",
        "title": title,
        "author": author,
        "subject": title,
        "producer": PRODUCER,
        "creator_tool": PRODUCER,
        "timestamp": made_at.isoformat(timespec="seconds"),
        "urn": _NAMESPACE,
        "documenttype": "INVOICE",
        "xml_filename": FILE_NAME,
        "version": "1.0",
        "xmp_level": "EN 16931",
    }
    sheet.set_xmp_metadata(etree.tostring(generate_xmp_object(described), encoding="unicode"))
