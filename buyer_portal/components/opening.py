"""Change here how a button opens a dialog without waiting for the server."""


def opens(dialog_id: str) -> dict[str, str]:
    """Return what makes a button open a dialog, for its ``custom_attrs``.

    The browser does it by itself; where it cannot, portal.js does the same.
    """
    return {"command": "show-modal", "commandfor": dialog_id, "aria-haspopup": "dialog"}
