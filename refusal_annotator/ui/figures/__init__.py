"""Figures of agreement in the window: intervals, matrices, lines, and saving them."""
