"""Whether links from workbooks are opened in this program, switched on and off by the user."""

from __future__ import annotations

from refusal_annotator.desktop_links import LinkState, link_handler

__all__ = ["LinkState", "links_state", "switch_links"]


def links_state() -> LinkState:
    """Who opens links now; AnnotatorError where the system cannot be asked."""
    return link_handler().state()


def switch_links(*, on: bool) -> LinkState:
    """Let this program open links, or take that back; returns what became of it."""
    handler = link_handler()
    if on:
        handler.register()
    else:
        handler.unregister()
    return handler.state()
