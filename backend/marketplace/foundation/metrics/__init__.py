"""
What the programs count for an operator: all of it is here, and docs/guides/watch-the-marketplace.md says what each is good for.

Labels take few values, none of which is about a person: an id or an address would make a series of its own for good. ``tenant`` is the
slug in scope. Fetch a child where it is used (``HTTP.labels(...)``) and keep none: ``exposition.start`` decides where they count.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from marketplace.foundation import tenancy, tracing
from marketplace.kit.errors import MarketplaceError

NO_TENANT = "-"
REQUEST_BUCKETS_S = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
IN_A_STORE_S = (0.002, 0.01, 0.05, 0.25, 1, 5)
FAR_AWAY_S = (0.1, 0.25, 0.5, 1, 2.5, 5, 15)
IN_THE_BACKGROUND_S = (0.1, 1, 10, 60, 600)

HTTP = Histogram(
    "globalmarket_http_request_seconds",
    "Requests by endpoint, method and class of status",
    ["tenant", "route", "method", "status"],
    buckets=REQUEST_BUCKETS_S,
)
RESPONSE_CACHE = Counter(
    "globalmarket_response_cache",
    "Answers for everybody: hit, stale (shown while another makes a new one), made, or alone (without Valkey)",
    ["tenant", "outcome"],
)

DOCUMENT_CALLS = Histogram(
    "globalmarket_document_call_seconds",
    "Calls of the document store",
    ["tenant", "engine", "container", "call", "outcome"],
    buckets=IN_A_STORE_S,
)
DOCUMENT_ROWS = Counter("globalmarket_document_rows", "Documents read or written", ["tenant", "engine", "container", "call"])
REQUEST_UNITS = Counter("globalmarket_document_request_units", "What Cosmos DB charged", ["tenant", "container", "call"])
THROTTLED = Counter("globalmarket_document_throttled", "Requests that Cosmos DB asked to wait (429)", ["tenant", "container"])

SEARCH_CALLS = Histogram(
    "globalmarket_search_call_seconds", "Calls of the search engine", ["tenant", "engine", "call", "outcome"], buckets=IN_A_STORE_S
)
SEARCH_REFUSED = Gauge(
    "globalmarket_search_refused", "Documents that the engine cannot index", ["tenant", "index"], multiprocess_mode="mostrecent"
)
SEARCH_WITHOUT_VECTOR = Gauge(
    "globalmarket_search_without_vector",
    "Documents that wait for a vector, counted to a hundred",
    ["tenant", "index"],
    multiprocess_mode="mostrecent",
)
SEARCHES = Counter("globalmarket_searches", "Searches by words that the engine answered: found or nothing", ["tenant", "outcome"])

OUTBOX_WAITING = Gauge(
    "globalmarket_outbox_waiting", "Events that some subscriber has still to hear", ["tenant", "queue"], multiprocess_mode="mostrecent"
)
OUTBOX_OLDEST = Gauge(
    "globalmarket_outbox_oldest_seconds", "Age of the oldest of them", ["tenant", "queue"], multiprocess_mode="mostrecent"
)
OUTBOX_PARKED = Gauge("globalmarket_outbox_parked", "Events that the relay stopped retrying", ["tenant"], multiprocess_mode="mostrecent")
DELIVERIES = Counter("globalmarket_event_deliveries", "Events delivered to a subscriber", ["tenant", "subscriber", "outcome"])
RELAY_ROUND = Gauge(
    "globalmarket_relay_round_timestamp_seconds",
    "When the relay last went round without a failure",
    ["tenant", "queue"],
    multiprocess_mode="mostrecent",
)

PROVIDER_CALLS = Histogram(
    "globalmarket_provider_call_seconds",
    "Calls of a payment gateway",
    ["tenant", "provider", "outcome"],
    buckets=FAR_AWAY_S,
)
PROVIDER_SKIPPED = Gauge(
    "globalmarket_provider_skipped",
    "1 while the methods of a payment gateway are off the list",
    ["tenant", "provider"],
    multiprocess_mode="mostrecent",
)
TASKS_WAITING = Gauge(
    "globalmarket_tasks_waiting", "Tasks that no worker has begun, of all regions together", ["queue"], multiprocess_mode="mostrecent"
)
TASKS = Histogram("globalmarket_task_seconds", "Tasks that a worker has run", ["tenant", "task", "outcome"], buckets=IN_THE_BACKGROUND_S)
LIVE_CONNECTIONS = Gauge(
    "globalmarket_live_connections", "Open connections of live updates", ["tenant", "transport"], multiprocess_mode="livesum"
)
LIVE_MESSAGES = Counter("globalmarket_live_messages", "Messages sent to connections, once for each", ["tenant", "topic"])
LIVE_ENDS = Counter("globalmarket_live_ends", "Connections that ended, by close code", ["tenant", "code"])
DATABASE_POOL = Gauge(
    "globalmarket_database_pool",
    "Connections in use and idle, and threads waiting for one",
    ["database", "state"],
    multiprocess_mode="livesum",
)
MODEL_CALLS = Histogram(
    "globalmarket_model_call_seconds",
    "Lookups of what a model says: answered, nothing (off, not trained, nothing known), late, broken or skipped, where a fallback answers",
    ["tenant", "model", "outcome"],
    buckets=IN_A_STORE_S,
)
MODEL_TRAINED = Gauge(
    "globalmarket_model_trained_timestamp_seconds", "When a model was last trained", ["tenant", "model"], multiprocess_mode="mostrecent"
)

BOOKS_DIFFERENCES = Gauge(
    "globalmarket_books_differences", "What the last check of the books found not to agree", ["tenant"], multiprocess_mode="mostrecent"
)
BOOKS_CHECKED = Gauge(
    "globalmarket_books_checked_timestamp_seconds",
    "When a program last checked the books: of several, the latest one's differences count",
    ["tenant"],
    multiprocess_mode="mostrecent",
)

CHECKOUT_MOVES = Counter("globalmarket_checkout_moves", "Checkouts that came into a state, the first one included", ["tenant", "state"])
SALES = Counter("globalmarket_sales", "What was sold by checkouts that were settled, in units of the currency", ["tenant", "currency"])
BACKUP_MADE = Gauge(
    "globalmarket_backup_timestamp_seconds",
    "When the last backup was made that reached its place; 0: never",
    ["tenant"],
    multiprocess_mode="mostrecent",
)


def tenant_in_scope() -> str:
    tenant = tenancy.find_current()
    return tenant.slug if tenant else NO_TENANT


def count_after_commit(counter: Counter, *labels: str, amount: float = 1) -> None:
    """Count, in the region in scope, what the open transaction makes true: once it has committed; at once when there is none."""
    child = counter.labels(tenant_in_scope(), *labels)
    tenancy.on_commit(lambda: child.inc(amount))


def exemplar() -> dict[str, str] | None:
    """For ``observe``: the current trace, which the time is an example of; None without one that is recorded."""
    trace_id = tracing.current_id()
    return {"trace_id": trace_id} if trace_id else None


def outcome_of(error: BaseException) -> str:
    """``refused``: an answer that the caller can do something about; ``unavailable``: a store that does not answer; else ``failed``."""
    if not isinstance(error, MarketplaceError):
        return "failed"
    return "unavailable" if error.status >= 500 else "refused"
