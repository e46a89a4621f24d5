"""Synthetic uploads, their truth, and the program that drew them."""
