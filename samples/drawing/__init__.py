"""Draws synthetic uploads: forms, contracts, seals, signatures, portraits, and what a scanner or phone makes of them."""
