from django.urls import path

from marketplace.apps.credit.views import staff, store

urlpatterns = [
    path("store/gift-card-lookups", store.GiftCardLookups.as_view()),
    path("store/credits", store.OwnCredits.as_view()),
    path("admin/credit-issues", staff.IssueList.as_view()),
    path("admin/credit-issues/<str:issue_id>", staff.IssueItem.as_view()),
    path("admin/credit-issues/<str:issue_id>/approve", staff.ApproveIssue.as_view()),
    path("admin/credit-issues/<str:issue_id>/reject", staff.RejectIssue.as_view()),
    path("admin/credits", staff.CreditList.as_view()),
    path("admin/credits/<str:credit_id>", staff.CreditItem.as_view()),
    path("admin/credits/<str:credit_id>/movements", staff.CreditMovements.as_view()),
    path("admin/credits/<str:credit_id>/block", staff.BlockCredit.as_view()),
    path("admin/credits/<str:credit_id>/unblock", staff.UnblockCredit.as_view()),
]
