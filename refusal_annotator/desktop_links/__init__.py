"""Who opens links to places: the program, as the system is told for one user.

One module for each system says what is written and writes it; all of it can be taken back, and
none of it asks for an administrator's rights.
"""

from __future__ import annotations

import sys

from refusal_annotator.desktop_links.base import DesktopLinkError, LinkHandler, LinkState

__all__ = ["DesktopLinkError", "LinkHandler", "LinkState", "link_handler"]


def link_handler(platform: str = sys.platform) -> LinkHandler:
    """What tells this system who opens our links."""
    if platform == "win32":
        from refusal_annotator.desktop_links.windows import WindowsLinks

        return WindowsLinks()
    if platform == "darwin":
        from refusal_annotator.desktop_links.macos import MacLinks

        return MacLinks()
    from refusal_annotator.desktop_links.linux import LinuxLinks

    return LinuxLinks()
