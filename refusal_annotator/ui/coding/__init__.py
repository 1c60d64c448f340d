"""The article text with its codings."""
