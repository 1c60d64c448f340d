"""Dialogs and overlays over the window."""
