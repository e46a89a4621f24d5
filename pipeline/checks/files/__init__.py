"""Checks of the files as they came."""
