"""What each dashboard shows. `$tenant` is the region that is chosen at the top."""

from __future__ import annotations

from dashboards import Dashboard, Panel

HTTP = "globalmarket_http_request_seconds"
CHECKOUTS = f'{HTTP}_count{{tenant=~"$tenant", method="POST", route="api/v1/store/checkouts"'
WEBHOOKS = f'{HTTP}_count{{tenant=~"$tenant", route="api/v1/webhooks/<str:provider>"}}'
DELIVERIES, TASKS = "globalmarket_event_deliveries_total", "globalmarket_task_seconds"
DOCUMENTS = "globalmarket_document_call_seconds"
MOVES = "globalmarket_checkout_moves_total"
SEARCHES, EMPTY = "globalmarket_searches_total", ', outcome="nothing"'
BY_STATUS, BY_CALL, BY_CONTAINER = "{{tenant}} {{status}}", "{{container}} {{call}}", "{{tenant}} {{container}}"


def p95(metric: str, by: str, matchers: str = "") -> str:
    return f'histogram_quantile(0.95, sum by ({by}, le) (rate({metric}_bucket{{tenant=~"$tenant"{matchers}}}[5m])))'


def rate(metric: str, by: str, matchers: str = "") -> str:
    return f'sum by ({by}) (rate({metric}{{tenant=~"$tenant"{matchers}}}[5m]))'


def top(expr: str) -> str:
    return f"topk(10, {expr})"


def posts(route: str, over: str = "1h") -> str:
    return f'sum by (tenant) (increase({HTTP}_count{{tenant=~"$tenant", method="POST", route="{route}", status="2xx"}}[{over}]))'


def moves(state: str, over: str) -> str:
    return f'sum by (tenant) (increase({MOVES}{{tenant=~"$tenant", state="{state}"}}[{over}]))'


SYSTEM = Dashboard(
    "system",
    "system",
    (
        Panel("Programs that show metrics", 'up{job="globalmarket"}', "{{instance}}"),
        Panel("Since the last backup", "time() - max by (tenant) (globalmarket_backup_timestamp_seconds > 0)", unit="s"),
        Panel("Alerts that fire", 'sum by (alertname, severity) (ALERTS{alertstate="firing"})', "{{severity}} {{alertname}}"),
        Panel("Budget burnt, pace over 6 h: availability", "tenant:slo_availability_errors:ratio_rate6h / 0.001"),
        Panel("Budget burnt, pace over 6 h: reads", "tenant:slo_reads_errors:ratio_rate6h / 0.05"),
        Panel("Budget burnt, pace over 6 h: checkouts", "tenant:slo_checkouts_errors:ratio_rate6h / 0.05"),
        Panel("Open connections of live updates", 'sum by (tenant) (globalmarket_live_connections{tenant=~"$tenant"})'),
    ),
)

SERVICE = Dashboard(
    "service",
    "service",
    (
        Panel("Requests", 'tenant:globalmarket_http_requests:rate5m{tenant=~"$tenant"}', unit="reqps"),
        Panel("Faults of ours (5xx)", 'tenant:slo_availability_errors:ratio_rate5m{tenant=~"$tenant"}', unit="percentunit"),
        Panel("95 of 100 are faster than", 'tenant:globalmarket_http_request_seconds:p95_5m{tenant=~"$tenant"}', unit="s"),
        Panel("By status", rate(f"{HTTP}_count", "tenant, status"), BY_STATUS, "reqps"),
        Panel("Busiest endpoints", top(rate(f"{HTTP}_count", "route, method")), "{{method}} {{route}}", "reqps"),
        Panel("Slowest endpoints", top(p95(HTTP, "route, method")), "{{method}} {{route}}", "s"),
        Panel("Endpoints with faults", top(rate(f"{HTTP}_count", "route", ', status="5xx"')), "{{route}}", "reqps"),
        Panel("Share of the response cache", 'tenant:globalmarket_response_cache_hits:ratio_rate5m{tenant=~"$tenant"}', unit="percentunit"),
    ),
)

DATABASES = Dashboard(
    "databases",
    "databases",
    (
        Panel("Connections in use", 'sum by (database) (globalmarket_database_pool{state="used"})', "{{database}}"),
        Panel("Threads that wait for one", 'sum by (database) (globalmarket_database_pool{state="waiting"})', "{{database}}"),
        Panel("Calls of documents", rate(f"{DOCUMENTS}_count", "container, call"), BY_CALL, "ops"),
        Panel("95 of 100 calls are faster than", p95(DOCUMENTS, "container, call"), BY_CALL, "s"),
        Panel(
            "Calls that failed",
            rate(f"{DOCUMENTS}_count", "container, outcome", ', outcome=~"unavailable|failed"'),
            "{{container}} {{outcome}}",
            "ops",
        ),
        Panel("Documents read and written", rate("globalmarket_document_rows_total", "container, call"), BY_CALL, "ops"),
        Panel("Request units of Cosmos DB", rate("globalmarket_document_request_units_total", "tenant, container"), BY_CONTAINER),
        Panel("Throttled by Cosmos DB", rate("globalmarket_document_throttled_total", "tenant, container"), BY_CONTAINER, "ops"),
    ),
)

QUEUES = Dashboard(
    "queues",
    "queues and tasks",
    (
        Panel("Events that wait", 'max by (tenant, queue) (globalmarket_outbox_waiting{tenant=~"$tenant"})', "{{tenant}} {{queue}}"),
        Panel("Age of the oldest", 'tenant_queue:globalmarket_outbox_oldest_seconds:max{tenant=~"$tenant"}', "{{tenant}} {{queue}}", "s"),
        Panel("Parked events", 'max by (tenant) (globalmarket_outbox_parked{tenant=~"$tenant"})'),
        Panel(
            "Since the relay went round",
            'time() - max by (tenant, queue) (globalmarket_relay_round_timestamp_seconds{tenant=~"$tenant"})',
            "{{tenant}} {{queue}}",
            "s",
        ),
        Panel("Deliveries", top(rate(DELIVERIES, "subscriber")), "{{subscriber}}", "ops"),
        Panel("Deliveries that failed", rate(DELIVERIES, "subscriber", ', outcome="failed"'), "{{subscriber}}", "ops"),
        Panel("Tasks that wait for a worker", "max by (queue) (globalmarket_tasks_waiting)", "{{queue}}"),
        Panel("Tasks", top(rate(f"{TASKS}_count", "task")), "{{task}}", "ops"),
        Panel("Tasks that failed", rate(f"{TASKS}_count", "task", ', outcome="failure"'), "{{task}}", "ops"),
        Panel("95 of 100 tasks are faster than", top(p95(TASKS, "task")), "{{task}}", "s"),
    ),
)

SEARCH = Dashboard(
    "search",
    "search",
    (
        Panel("Calls", rate("globalmarket_search_call_seconds_count", "engine, call"), "{{engine}} {{call}}", "ops"),
        Panel("95 of 100 are faster than", p95("globalmarket_search_call_seconds", "engine, call"), "{{engine}} {{call}}", "s"),
        Panel(
            "Calls that failed",
            rate("globalmarket_search_call_seconds_count", "engine, outcome", ', outcome=~"unavailable|failed"'),
            "{{engine}} {{outcome}}",
            "ops",
        ),
        Panel("Documents refused", 'max by (tenant, index) (globalmarket_search_refused{tenant=~"$tenant"})', "{{tenant}} {{index}}"),
        Panel("Without a vector", 'max by (tenant, index) (globalmarket_search_without_vector{tenant=~"$tenant"})', "{{tenant}} {{index}}"),
        Panel(
            "Searches that find nothing",
            f"{rate(SEARCHES, 'tenant', EMPTY)} / {rate(SEARCHES, 'tenant')}",
            unit="percentunit",
        ),
        Panel("Listings", rate(f"{HTTP}_count", "tenant, status", ', route="api/v1/store/products", method="GET"'), BY_STATUS, "reqps"),
    ),
)

PAYMENTS = Dashboard(
    "payments",
    "payments",
    (
        Panel("Checkouts", f"sum by (tenant, status) (rate({CHECKOUTS}}}[5m]))", BY_STATUS, "reqps"),
        Panel("95 of 100 are faster than", p95(HTTP, "tenant", ', method="POST", route="api/v1/store/checkouts"'), unit="s"),
        Panel("Steps of checkouts", rate(MOVES, "state"), "{{state}}", "ops"),
        Panel("Webhooks of providers", f"sum by (tenant, status) (rate({WEBHOOKS}[5m]))", BY_STATUS, "reqps"),
        Panel(
            "Steps after a payment",
            rate(DELIVERIES, "subscriber, outcome", ', subscriber=~"(checkout|payments|payouts)[.].*"'),
            "{{subscriber}} {{outcome}}",
            "ops",
        ),
        Panel(
            "Overdue payments and refunds that are asked about",
            rate(f"{TASKS}_count", "task, outcome", ', task=~"marketplace[.]apps[.]payments[.]tasks[.].*"'),
            "{{task}} {{outcome}}",
            "ops",
        ),
        Panel(
            "Calls of providers",
            rate("globalmarket_provider_call_seconds_count", "provider, outcome"),
            "{{provider}} {{outcome}}",
            "reqps",
        ),
        Panel("95 of 100 calls of providers are faster than", p95("globalmarket_provider_call_seconds", "provider"), "{{provider}}", "s"),
        Panel(
            "Off the list of methods",
            'min by (tenant, provider) (globalmarket_provider_skipped{tenant=~"$tenant"})',
            "{{tenant}} {{provider}}",
        ),
        Panel("Differences in the books", 'max by (tenant) (globalmarket_books_differences{tenant=~"$tenant"})'),
    ),
)

BUSINESS = Dashboard(
    "business",
    "business",
    (
        Panel("Checkouts that began, an hour", posts("api/v1/store/checkouts")),
        Panel("Orders confirmed, an hour", moves("completed", "1h")),
        Panel(
            "Sales, an hour",
            'sum by (tenant, currency) (increase(globalmarket_sales_total{tenant=~"$tenant"}[1h]))',
            "{{tenant}} {{currency}}",
        ),
        Panel("Carts that become orders, over 6 h", f"{moves('settled', '6h')} / {posts('api/v1/store/carts', '6h')}", unit="percentunit"),
        Panel("Checkouts that become orders, over 6 h", f"{moves('settled', '6h')} / {moves('prepared', '6h')}", unit="percentunit"),
        Panel("New accounts, an hour", posts("api/v1/auth/register")),
        Panel(
            "Invoices issued, an hour",
            'sum by (tenant) (increase(globalmarket_event_deliveries_total{tenant=~"$tenant", '
            'subscriber="notifications.invoice_issued", outcome="ok"}[1h]))',
        ),
        Panel("Product pages", rate(f"{HTTP}_count", "tenant", ', route="api/v1/store/products/<str:slug>"'), unit="reqps"),
        Panel("Messages of live updates", rate("globalmarket_live_messages_total", "topic"), "{{topic}}", "ops"),
    ),
)

AI = Dashboard(
    "ai",
    "models",
    (
        Panel("Lookups of models", rate("globalmarket_model_call_seconds_count", "model, outcome"), "{{model}} {{outcome}}", "ops"),
        Panel("95 of 100 lookups of models are faster than", p95("globalmarket_model_call_seconds", "model"), "{{model}}", "s"),
        Panel(
            "Since a model was trained",
            'time() - max by (tenant, model) (globalmarket_model_trained_timestamp_seconds{tenant=~"$tenant"})',
            "{{tenant}} {{model}}",
            "s",
        ),
        Panel(
            "Lookups that are late or broken",
            rate("globalmarket_model_call_seconds_count", "model", ', outcome=~"late|broken"'),
            "{{model}}",
            "ops",
        ),
        Panel(
            "95 of 100 recommendations for a cart are faster than",
            p95(HTTP, "tenant", ', route="api/v1/store/carts/<str:cart_id>/recommendations"'),
            unit="s",
        ),
    ),
)

DASHBOARDS = (SYSTEM, SERVICE, DATABASES, QUEUES, SEARCH, PAYMENTS, BUSINESS, AI)
