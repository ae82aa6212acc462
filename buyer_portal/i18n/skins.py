"""Change here which labels follow the skin; nothing else of the words does."""

from typing import Final

SKIN_LABELS: Final = frozenset(
    {
        "action.cancel",
        "cancel.send",
        "cancel.tell_us_why",
        "login.title",
        "nav.orders",
        "nav.profile",
        "orders.tab.to-pay",
        "orders.title",
        "profile.settings",
        "profile.title",
        "profile.your_orders",
        "settings.title",
        "update.steps.store",
    }
)
"""The closed list; ``<label>.<skin>`` in ``skins.po`` is the other text, where there is one."""
