"""The reviewers' page: a queue on this machine, evidence beside every finding, decisions that are kept."""
