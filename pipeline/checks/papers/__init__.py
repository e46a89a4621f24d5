"""Checks of papers of one page: copies, certificates, proofs, letters."""
