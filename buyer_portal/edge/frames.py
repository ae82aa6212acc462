"""Change here which hosts are frames of the studio, and what their pages may do."""

from buyer_portal.settings import Settings


def is_frame(settings: Settings, host: str) -> bool:
    """Say whether a Host header names one of the studio's frames; never in production."""
    return host in settings.frame_hosts


def all_frames(settings: Settings) -> str:
    """Return the CSP source that every frame's origin matches; empty in production."""
    if not settings.frame_origins:
        return ""
    scheme, _, rest = settings.frame_origins[0].partition("://f1.")
    return f"{scheme}://*.{rest}"
