"""What other programs may do with imports: start one, run it turn by turn, find those that stand still."""

from marketplace.apps.imports.services.correcting import correct_import
from marketplace.apps.imports.services.drafts import import_draft, upload_draft
from marketplace.apps.imports.services.jobs import (
    BATCHES_OF_TURN,
    MAX_ERRORS,
    MAX_FILE_BYTES,
    MAX_KEPT_PROBLEMS,
    MAX_UNFINISHED,
    STRANDED_AFTER,
    claim_stranded,
    fail_import,
    find_next_turn,
    run_import,
    start_import,
    take_turn,
)

__all__ = [
    "BATCHES_OF_TURN",
    "MAX_ERRORS",
    "MAX_FILE_BYTES",
    "MAX_KEPT_PROBLEMS",
    "MAX_UNFINISHED",
    "STRANDED_AFTER",
    "claim_stranded",
    "correct_import",
    "fail_import",
    "find_next_turn",
    "import_draft",
    "run_import",
    "start_import",
    "take_turn",
    "upload_draft",
]
