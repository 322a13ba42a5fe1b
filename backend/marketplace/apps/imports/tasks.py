from __future__ import annotations

from celery import shared_task

from marketplace.apps.imports import services
from marketplace.apps.imports.types import ImportId, Turn
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask
from marketplace.kit.errors import Unavailable
from marketplace.kit.texts import Text

MAX_RETRIES = 6


@shared_task(base=TenantTask, queue=BULK, bind=True, acks_late=True, max_retries=MAX_RETRIES)
def run_import(self: TenantTask, *, import_id: str, turn: int = 0, **_: object) -> None:
    """
    One turn of an import; the next one is sent to the end of the queue, so that no vendor's file keeps others waiting.

    Safe to run twice: what is done is skipped, so a killed worker's successor goes on where it stopped.
    """
    if not services.take_turn(Turn(ImportId(import_id), turn)):
        return
    try:
        services.run_import(import_id=import_id, now=clock.now(), batches=services.BATCHES_OF_TURN)
    except Unavailable as error:
        again = {"import_id": import_id, "turn": turn + 1}
        raise self.retry(exc=error, countdown=2**self.request.retries, kwargs=again) from error
    except Exception:
        services.fail_import(import_id=import_id, reason=Text("It could not go on, because of a fault on our side"), now=clock.now())
        _send(services.find_next_turn(import_id=import_id))
        raise
    _send(services.find_next_turn(import_id=import_id))


@shared_task(base=TenantTask)
def resume_imports(**_: object) -> None:
    """Send imports that stand still to a worker again; every half a minute."""
    for turn in services.claim_stranded(now=clock.now()):
        _send(turn)


def _send(turn: Turn | None) -> None:
    if turn is not None:
        run_import.apply_async(kwargs={"import_id": turn.import_id, "turn": turn.number})
