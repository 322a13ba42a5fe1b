from django.urls import path

from marketplace.apps.notifications import views

urlpatterns = [
    path("vendor/mail-preferences", views.MailPreferencesOfPerson.as_view()),
    path("admin/messages", views.Messages.as_view()),
    path("admin/messages/<str:message_id>", views.MessageItem.as_view()),
]
