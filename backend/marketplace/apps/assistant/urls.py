from django.urls import path

from marketplace.apps.assistant.views import staff, store

urlpatterns = [
    path("store/conversations", store.Conversations.as_view()),
    path("store/conversations/<str:conversation_id>", store.ConversationItem.as_view()),
    path("store/conversations/<str:conversation_id>/messages", store.Messages.as_view()),
    path("store/conversations/<str:conversation_id>/messages/<int:number>/answer", store.AnswerItem.as_view()),
    path("store/conversations/<str:conversation_id>/hand-over", store.HandOvers.as_view()),
    path("admin/conversations", staff.Conversations.as_view()),
    path("admin/conversations/<str:conversation_id>", staff.ConversationItem.as_view()),
    path("admin/conversations/<str:conversation_id>/replies", staff.Replies.as_view()),
]
