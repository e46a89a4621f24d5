"""SEE: one file a stage; sequence.py is the only door."""
