from django.urls import path

from marketplace.apps.price_advice.views import advice, competitors, experiments, limits

urlpatterns = [
    path("vendor/price-advice", advice.AdviceList.as_view()),
    path("vendor/price-advice/<str:advice_id>/accept", advice.AdviceAcceptance.as_view()),
    path("vendor/price-advice/<str:advice_id>/dismiss", advice.AdviceDismissal.as_view()),
    path("vendor/price-changes", advice.Changes.as_view()),
    path("vendor/price-changes/<str:change_id>/undo", advice.ChangeReversal.as_view()),
    path("vendor/price-limits", limits.LimitsList.as_view()),
    path("vendor/price-limits/<str:variant_id>", limits.Limits.as_view()),
    path("vendor/price-rules", limits.Rules.as_view()),
    path("vendor/price-rules/<str:scope>", limits.Rule.as_view()),
    path("vendor/price-automation", limits.Automation.as_view()),
    path("vendor/competitor-prices", competitors.CompetitorPrices.as_view()),
    path("vendor/competitor-prices/imports", competitors.CompetitorImports.as_view()),
    path("vendor/price-experiments", experiments.Experiments.as_view()),
    path("vendor/price-experiments/<str:experiment_id>", experiments.Experiment.as_view()),
    path("vendor/price-experiments/<str:experiment_id>/stop", experiments.ExperimentStop.as_view()),
]
