from __future__ import annotations

from django.urls import path

from marketplace.foundation.search.views import Unindexed, UnindexedReplay

urlpatterns = [
    path("admin/search/unindexed", Unindexed.as_view()),
    path("admin/search/unindexed/replay", UnindexedReplay.as_view()),
]
