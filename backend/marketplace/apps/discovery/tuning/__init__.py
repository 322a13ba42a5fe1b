"""What the operator's staff sets about search: other words for the same, goods pinned to a question, and what lifts goods."""
