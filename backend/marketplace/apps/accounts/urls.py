from django.urls import path

from marketplace.apps.accounts.views import admin, auth, me

urlpatterns = [
    path("auth/register", auth.RegisterDoor.as_view()),
    path("auth/confirm-email", auth.ConfirmEmailDoor.as_view()),
    path("auth/login", auth.LogInDoor.as_view()),
    path("auth/refresh", auth.RefreshDoor.as_view()),
    path("auth/logout", auth.LogOutDoor.as_view()),
    path("auth/logout-everywhere", auth.LogOutEverywhereDoor.as_view()),
    path("auth/password-reset", auth.PasswordResetDoor.as_view()),
    path("auth/password-reset/confirm", auth.PasswordResetConfirmDoor.as_view()),
    path("me", me.Me.as_view()),
    path("me/password", me.MyPassword.as_view()),
    path("me/addresses", me.MyAddresses.as_view()),
    path("me/addresses/<str:address_id>", me.MyAddress.as_view()),
    path("admin/customers", admin.AdminCustomers.as_view()),
    path("admin/customers/<str:customer_id>", admin.AdminCustomer.as_view()),
]
