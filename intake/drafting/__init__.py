"""From lines to a draft plan: head, clauses, owners, deadlines; deterministic, without a network."""

from intake.drafting.reader import draft_of

__all__ = ["draft_of"]
