from django.urls import path

from marketplace.apps.orders.views import packing, staff, store, vendor

urlpatterns = [
    path("store/orders", store.OrderList.as_view()),
    path("store/orders/<str:order_id>", store.OrderItem.as_view()),
    path("store/orders/<str:order_id>/reorder", store.Reorder.as_view()),
    path("store/order-lookups", store.OrderLookup.as_view()),
    path("vendor/orders", vendor.VendorOrderList.as_view()),
    path("vendor/orders/<str:vendor_order_id>", vendor.VendorOrderItem.as_view()),
    path("vendor/orders/<str:vendor_order_id>/accept", vendor.Accept.as_view()),
    path("vendor/orders/<str:vendor_order_id>/shipments", vendor.Shipments.as_view()),
    path("vendor/orders/<str:vendor_order_id>/shipments/<str:shipment_id>/deliver", vendor.Deliver.as_view()),
    path("vendor/orders/<str:vendor_order_id>/shipments/<str:shipment_id>/fail", vendor.FailedDelivery.as_view()),
    path("vendor/orders/<str:vendor_order_id>/shipments/<str:shipment_id>/receive", vendor.ReceivedReturn.as_view()),
    path("vendor/orders/<str:vendor_order_id>/cancellations", vendor.Cancellations.as_view()),
    path("vendor/orders/<str:vendor_order_id>/refunds", vendor.Refunds.as_view()),
    path("vendor/packing-slips.pdf", packing.PackingSlips.as_view()),
    path("vendor/pick-list.pdf", packing.PickList.as_view()),
    path("admin/courier-collections", staff.Collections.as_view()),
    path("admin/orders", staff.StaffOrderList.as_view()),
    path("admin/orders/<str:order_id>", staff.StaffOrderItem.as_view()),
    path("admin/orders/<str:order_id>/refunds", staff.StaffRefunds.as_view()),
    path("admin/orders/<str:order_id>/shipments/<str:shipment_id>/fail", staff.StaffFailedDelivery.as_view()),
    path("admin/orders/<str:order_id>/shipments/<str:shipment_id>/receive", staff.StaffReceivedReturn.as_view()),
]
