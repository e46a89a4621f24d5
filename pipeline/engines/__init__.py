"""Other people's recognisers behind small Protocols."""
