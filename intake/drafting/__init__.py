"""From lines to a draft plan: head, clauses, owners, deadlines; deterministic, without a network."""
