"""The window: everything that knows Qt."""

from refusal_annotator.ui.overrides import guard_overrides

guard_overrides()
