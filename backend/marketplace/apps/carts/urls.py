from django.urls import path

from marketplace.apps.carts import views

urlpatterns = [
    path("store/carts", views.CartList.as_view()),
    path("store/carts/<str:cart_id>", views.CartItem.as_view()),
    path("store/carts/<str:cart_id>/lines", views.CartLines.as_view()),
    path("store/carts/<str:cart_id>/lines/<str:line_id>", views.CartLineItem.as_view()),
    path("store/carts/<str:cart_id>/saved", views.CartSavedItems.as_view()),
    path("store/carts/<str:cart_id>/saved/<str:saved_id>", views.CartSavedItem.as_view()),
    path("store/carts/<str:cart_id>/saved/<str:saved_id>/restore", views.CartSavedItemRestore.as_view()),
    path("store/carts/<str:cart_id>/gift-cards", views.CartGiftCards.as_view()),
    path("store/carts/<str:cart_id>/gift-cards/<str:gift_card_id>", views.CartGiftCard.as_view()),
    path("store/carts/<str:cart_id>/merge", views.CartMerge.as_view()),
    path("store/carts/<str:cart_id>/shipping-options", views.CartShippingOptions.as_view()),
    path("store/carts/<str:cart_id>/payment-methods", views.CartPaymentMethods.as_view()),
]
