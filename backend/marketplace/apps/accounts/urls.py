from django.urls import path

from marketplace.apps.accounts.views import admin, auth, me, security

urlpatterns = [
    path("auth/register", auth.RegisterEndpoint.as_view()),
    path("auth/confirm-email", auth.ConfirmEmailEndpoint.as_view()),
    path("auth/confirm-email/mail", auth.ConfirmationMail.as_view()),
    path("auth/login", auth.LogInEndpoint.as_view()),
    path("auth/login/code", security.LogInWithCodeEndpoint.as_view()),
    path("auth/refresh", auth.RefreshEndpoint.as_view()),
    path("auth/logout", auth.LogOutEndpoint.as_view()),
    path("auth/logout-everywhere", auth.LogOutEverywhereEndpoint.as_view()),
    path("auth/password-reset", auth.PasswordResetEndpoint.as_view()),
    path("auth/password-reset/confirm", auth.PasswordResetConfirmEndpoint.as_view()),
    path("me", me.Me.as_view()),
    path("me/password", me.MyPassword.as_view()),
    path("me/second-factor", security.MySecondFactor.as_view()),
    path("me/second-factor/confirm", security.ConfirmSecondFactor.as_view()),
    path("me/second-factor/recovery-codes", security.RenewRecoveryCodes.as_view()),
    path("me/second-factor/remove", security.RemoveSecondFactor.as_view()),
    path("me/sessions", security.MySessions.as_view()),
    path("me/sessions/<str:session_id>", security.EndMySession.as_view()),
    path("me/addresses", me.MyAddresses.as_view()),
    path("me/addresses/<str:address_id>", me.MyAddress.as_view()),
    path("me/consents", me.MyConsents.as_view()),
    path("admin/customers", admin.AdminCustomers.as_view()),
    path("admin/customers/<str:customer_id>", admin.AdminCustomer.as_view()),
]
