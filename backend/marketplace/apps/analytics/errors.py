"""Facts about visitors and reports that a caller sees."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound


class VisitorNotFound(NotFound):
    """Nobody agreed under this id, or took it back: nothing is counted."""

    code = "visitor_not_found"
    title = "Nobody agreed to be counted under this number"


class ExportNotFound(NotFound):
    """There is no such file of the caller's, or it has expired."""

    code = "export_not_found"
    title = "There is no such file, or it has expired"


class FileNotReady(Conflict):
    """The file is not made yet; ask for the export until it is ``ready``."""

    code = "file_not_ready"
    title = "The file is not ready yet"


class TooManyFiles(Conflict):
    """As many files as there may be are waiting or kept."""

    code = "too_many_files"
    title = "There are many files already; wait until some have expired"


class TooManySavedReports(Conflict):
    """A person keeps as many reports as there may be."""

    code = "too_many_saved_reports"
    title = "You keep as many reports as you can; delete one first"


class SavedReportNotFound(NotFound):
    """There is no such report, or it is another person's."""

    code = "saved_report_not_found"
    title = "You keep no such report"


class AlertRuleNotFound(NotFound):
    """There is no such rule, or it is about money that the caller may not see."""

    code = "alert_rule_not_found"
    title = "There is no such alert"


class TooManyAlertRules(Conflict):
    """A region has as many rules as there may be."""

    code = "too_many_alert_rules"
    title = "There are as many alerts as there can be; delete one first"


class CampaignNotFound(NotFound):
    """There is no such campaign."""

    code = "campaign_not_found"
    title = "There is no such campaign"


class CampaignStateForbids(Conflict):
    """What is sent, or canceled, stays as it is."""

    code = "campaign_state_forbids"
    title = "The campaign is not in a state that allows this"
