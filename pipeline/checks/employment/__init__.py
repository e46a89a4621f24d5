"""Checks of the employment document."""
