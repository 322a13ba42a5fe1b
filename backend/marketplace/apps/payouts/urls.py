from django.urls import path

from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.views import adjustments, admin, connected, debts, holds, vendor

urlpatterns = [
    path("vendor/balance", vendor.BalanceView.as_view()),
    path("vendor/payout-outlook", vendor.PayoutOutlookView.as_view()),
    path("vendor/connected-account", connected.ConnectedAccountView.as_view()),
    path("vendor/connected-account/links", connected.ConnectedAccountLinks.as_view()),
    path("vendor/connected-account/banks", connected.PayoutBankList.as_view()),
    path("vendor/connected-account/named", connected.NamedAccounts.as_view()),
    path("vendor/connected-account/confirm", connected.ConfirmNamedAccount.as_view()),
    path("vendor/payouts", vendor.PayoutList.as_view()),
    path("vendor/payouts/<str:payout_id>", vendor.PayoutItem.as_view()),
    path("vendor/payouts/<str:payout_id>/statement.json", vendor.StatementJSON.as_view()),
    path("vendor/payouts/<str:payout_id>/statement-links", vendor.StatementLinks.as_view()),
    path("admin/payout-runs", admin.PayoutRunList.as_view()),
    path("admin/payout-runs/<str:run_id>", admin.PayoutRunItem.as_view()),
    path("admin/payout-runs/<str:run_id>/approve", admin.ApprovePayoutRun.as_view()),
    path("admin/payout-runs/<str:run_id>/pay", admin.PayPayoutRun.as_view()),
    path("admin/payout-runs/<str:run_id>/cancel", admin.CancelPayoutRun.as_view()),
    path("admin/payout-runs/<str:run_id>/transfers.xml", admin.TransfersXML.as_view()),
    path("admin/payout-runs/<str:run_id>/transfers.csv", admin.TransfersCSV.as_view()),
    path("admin/payouts", admin.PayoutList.as_view()),
    path("admin/payouts/<str:payout_id>", admin.PayoutItem.as_view()),
    path("admin/payouts/<str:payout_id>/statement.json", admin.StatementJSON.as_view()),
    path("admin/payouts/<str:payout_id>/statement-links", admin.StatementLinks.as_view()),
    path("admin/payouts/<str:payout_id>/mark-paid", admin.MarkPayoutPaid.as_view()),
    path("admin/payouts/<str:payout_id>/mark-failed", admin.MarkPayoutFailed.as_view()),
    path("admin/payouts/<str:payout_id>/mark-returned", admin.MarkPayoutReturned.as_view()),
    path("admin/payouts/<str:payout_id>/cancel", admin.CancelPayout.as_view()),
    path("admin/payouts/<str:payout_id>/retry", admin.RetryPayout.as_view()),
    path("admin/vendors/<str:vendor_id>/balance", admin.VendorBalances.as_view()),
    path("admin/vendors/<str:vendor_id>/close", admin.CloseVendor.as_view()),
    path("admin/bank-account", admin.BankAccountView.as_view()),
    path("admin/holds", holds.HoldList.as_view()),
    path("admin/holds/<str:review_id>/release", holds.ReleaseHold.as_view()),
    path("admin/debt-warnings", debts.DebtWarningList.as_view()),
    path("admin/adjustments", adjustments.AdjustmentList.as_view()),
    path("admin/adjustments/<str:adjustment_id>", adjustments.AdjustmentItem.as_view()),
    path("admin/adjustments/<str:adjustment_id>/approve", adjustments.ApproveAdjustment.as_view()),
    path("admin/adjustments/<str:adjustment_id>/reject", adjustments.RejectAdjustment.as_view()),
]
for ending in FILES:
    own = vendor.file_view(vendor.StatementFile, ending, "vendor_payouts_statement")
    anyones = vendor.file_view(admin.StatementFile, ending, "admin_payouts_statement")
    urlpatterns += [
        path(f"vendor/payouts/<str:payout_id>/statement.{ending}", own.as_view()),
        path(f"admin/payouts/<str:payout_id>/statement.{ending}", anyones.as_view()),
    ]
