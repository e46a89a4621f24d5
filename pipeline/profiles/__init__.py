"""Rule packs, package data."""
