"""An endpoint for these tests: does what the body says, and remembers each time that it really ran."""

from __future__ import annotations

import threading

from django.db import connections
from django.urls import path
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import tenancy
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.json import JSONParser
from marketplace.foundation.rest.views import TenantAPIView
from marketplace.kit.errors import Conflict, Unavailable
from marketplace.kit.texts import Text

LOCK = 4711
runs: list[str] = []  # which of the things below was done, once for each time
is_waiting = threading.Event()


class Killed(BaseException):
    """The process died here: nothing of ours catches it."""


class Throttled(Conflict):
    code = "throttled"
    status = 429


class Things(TenantAPIView):
    permission_classes = [AllowAny]
    parser_classes = [JSONParser, MultiPartParser]

    @idempotent
    def post(self, request: Request, name: str) -> Response:
        what = request.data.get("do", "answer")
        runs.append(what)
        if what == "die at first" and len(runs) == 1:
            raise Killed
        if what in ERRORS:
            raise ERRORS[what]
        if what == "wait" or (what == "wait at first" and len(runs) == 1):
            _wait_for_the_lock()
        headers = {"ETag": '"7"', "X-Secret": "not kept"}
        return Response({"run": len(runs), "token": f"shown once {len(runs)}"}, status=201, headers=headers)


ERRORS: dict[str, BaseException] = {
    "refuse": Conflict(Text("Too late."), state="closed"),
    "break": RuntimeError("a fault of ours"),
    "unavailable": Unavailable(retry_after_s=7),
    "throttle": Throttled(),
    "die": Killed(),
}


def _wait_for_the_lock() -> None:
    is_waiting.set()
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_unlock(%s)", [LOCK, LOCK])


urlpatterns = [path("api/v1/things/<name>", Things.as_view())]
handler404 = "marketplace.foundation.rest.problems.not_found"
handler500 = "marketplace.foundation.rest.problems.server_error"
