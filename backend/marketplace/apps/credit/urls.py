from django.urls import path

from marketplace.apps.credit.views import purchases, staff, store

urlpatterns = [
    path("store/gift-card-lookups", store.GiftCardLookups.as_view()),
    path("store/credits", store.OwnCredits.as_view()),
    path("store/gift-card-offers", purchases.GiftCardOffers.as_view()),
    path("store/gift-cards", purchases.OwnGiftCards.as_view()),
    path("store/gift-cards/<str:purchase_id>", purchases.OwnGiftCard.as_view()),
    path("store/gift-cards/<str:purchase_id>/refund", purchases.OwnGiftCardRefund.as_view()),
    path("admin/gift-card-purchases", purchases.PurchaseList.as_view()),
    path("admin/gift-card-purchases/<str:purchase_id>", purchases.PurchaseItem.as_view()),
    path("admin/gift-card-purchases/<str:purchase_id>/refund", purchases.PurchaseRefund.as_view()),
    path("admin/gift-card-purchases/<str:purchase_id>/resend", purchases.PurchaseResend.as_view()),
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
