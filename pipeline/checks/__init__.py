"""JUDGE: one file a check; catalogue.py is the only door."""
