"""Checks of every page, whatever stands on it."""
