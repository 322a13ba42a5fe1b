from django.urls import path

from marketplace.apps.accounts.views import admin, auth, me, staff

urlpatterns = [
    path("auth/register", auth.RegisterEndpoint.as_view()),
    path("auth/confirm-email", auth.ConfirmEmailEndpoint.as_view()),
    path("auth/confirm-email/mail", auth.ConfirmationMail.as_view()),
    path("auth/login", auth.LogInEndpoint.as_view()),
    path("auth/refresh", auth.RefreshEndpoint.as_view()),
    path("auth/logout", auth.LogOutEndpoint.as_view()),
    path("auth/logout-everywhere", auth.LogOutEverywhereEndpoint.as_view()),
    path("auth/password-reset", auth.PasswordResetEndpoint.as_view()),
    path("auth/password-reset/confirm", auth.PasswordResetConfirmEndpoint.as_view()),
    path("me", me.Me.as_view()),
    path("me/password", me.MyPassword.as_view()),
    path("me/addresses", me.MyAddresses.as_view()),
    path("me/addresses/<str:address_id>", me.MyAddress.as_view()),
    path("me/consents", me.MyConsents.as_view()),
    path("admin/customers", admin.AdminCustomers.as_view()),
    path("admin/customers/<str:customer_id>", admin.AdminCustomer.as_view()),
    path("admin/customers/<str:customer_id>/block", admin.BlockCustomer.as_view()),
    path("admin/customers/<str:customer_id>/unblock", admin.UnblockCustomer.as_view()),
    path("admin/staff", staff.StaffMembers.as_view()),
    path("admin/staff/<str:member_id>", staff.StaffMemberDetail.as_view()),
    path("admin/staff/<str:member_id>/invitations", staff.StaffInvitations.as_view()),
    path("admin/staff/<str:member_id>/end-access", staff.EndStaffAccess.as_view()),
    path("admin/staff/<str:member_id>/restore-access", staff.RestoreStaffAccess.as_view()),
]
