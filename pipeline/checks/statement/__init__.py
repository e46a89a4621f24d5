"""Checks of the written statement of what was done in office."""
