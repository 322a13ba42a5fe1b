"""What can be wrong with questions about taxes, as callers of the API see it."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class NoVatNumberToCheck(Conflict):
    """VIES is asked about numbers of other member states than the operator's, by an operator that has one itself."""

    code = "no_vat_number_to_check"
    title = "VIES is asked about VAT numbers of other EU countries than the operator's only"
