from django.urls import path

from marketplace.apps.returns.views import carrier_labels, handling, store

urlpatterns = [
    path("store/orders/<str:order_id>/return-options", store.Options.as_view()),
    path("store/orders/<str:order_id>/return-photos", store.Photos.as_view()),
    path("store/orders/<str:order_id>/returns", store.OrderReturns.as_view()),
    path("store/orders/<str:order_id>/returns/<str:return_id>/cancel", store.CancelReturn.as_view()),
    path("store/orders/<str:order_id>/returns/<str:return_id>/label-links", store.LabelLinks.as_view()),
    path("store/orders/<str:order_id>/withdrawals", store.Withdrawals.as_view()),
    path("vendor/returns", handling.VendorReturnList.as_view()),
    path("vendor/returns/<str:return_id>", handling.VendorReturnItem.as_view()),
    path("vendor/returns/<str:return_id>/approve", handling.VendorApprove.as_view()),
    path("vendor/returns/<str:return_id>/label", handling.VendorLabel.as_view()),
    path("vendor/returns/<str:return_id>/label-links", handling.VendorLabelLinks.as_view()),
    path("vendor/returns/<str:return_id>/carrier-label", carrier_labels.CarrierLabelOfReturn.as_view()),
    path("vendor/returns/<str:return_id>/carrier-label-options", carrier_labels.ReturnOptionsOfCarrier.as_view()),
    path("vendor/returns/<str:return_id>/carrier-label/void", carrier_labels.VoidLabelOfReturn.as_view()),
    path("vendor/returns/<str:return_id>/refuse", handling.VendorRefuse.as_view()),
    path("vendor/returns/<str:return_id>/receive", handling.VendorReceive.as_view()),
    path("vendor/returns/<str:return_id>/inspect", handling.VendorInspect.as_view()),
    path("vendor/returns/<str:return_id>/photos/<str:photo_id>/links", handling.VendorPhotoLinks.as_view()),
    path("vendor/return-policy", handling.Policy.as_view()),
    path("admin/returns", handling.StaffReturnList.as_view()),
    path("admin/returns/<str:return_id>", handling.StaffReturnItem.as_view()),
    path("admin/returns/<str:return_id>/approve", handling.StaffApprove.as_view()),
    path("admin/returns/<str:return_id>/label", handling.StaffLabel.as_view()),
    path("admin/returns/<str:return_id>/label-links", handling.StaffLabelLinks.as_view()),
    path("admin/returns/<str:return_id>/refuse", handling.StaffRefuse.as_view()),
    path("admin/returns/<str:return_id>/receive", handling.StaffReceive.as_view()),
    path("admin/returns/<str:return_id>/inspect", handling.StaffInspect.as_view()),
    path("admin/returns/<str:return_id>/photos/<str:photo_id>/links", handling.StaffPhotoLinks.as_view()),
]
