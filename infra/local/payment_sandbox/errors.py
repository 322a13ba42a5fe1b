"""What the API refuses, with the status and the stable code that the caller gets."""

from typing import ClassVar


class Refused(Exception):
    """A request that is answered with an error; nothing of it is stored."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "invalid_request"


class Unauthorized(Refused):
    status = 401
    code = "unauthorized"


class NotFound(Refused):
    status = 404
    code = "not_found"


class WrongState(Refused):
    status = 409
    code = "wrong_state"


class KeyReused(Refused):
    code = "idempotency_key_reused"


class KeyMissing(Refused):
    code = "idempotency_key_missing"


class AmountTooHigh(Refused):
    code = "amount_too_high"


class RefundRejected(Refused):
    code = "refund_rejected"


class Unavailable(Refused):
    status = 503
    code = "unavailable"
