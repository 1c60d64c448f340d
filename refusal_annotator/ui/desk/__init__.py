"""Parts of the coding desk: its marks, the acts on it, suggestions, link mode."""
