"""Checks of the application form."""
