"""Checks of the declared facts against what was read."""
