"""Accuracy and speed, measured beside what a user would use instead."""
