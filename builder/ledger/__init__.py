"""The review ledger: what reviewers found, what became of it, and what a lesson's reviews are worth as it stands."""
