"""Change here how the portal knows which tabs a buyer has open."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Tab:
    buyer_id: str
    session_hash: str


class OpenTabs:
    """Buyer → tabs and session → tabs; a tab is known by its client token.

    Tabs whose socket is gone are forgotten when they are next looked up.
    """

    def __init__(self, is_connected: Callable[[str], bool]) -> None:
        self._is_connected = is_connected
        self._tabs: dict[str, _Tab] = {}
        self._of_buyer: defaultdict[str, set[str]] = defaultdict(set)
        self._of_session: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, token: str, *, buyer_id: str, session_hash: str) -> None:
        """Note whose tab ``token`` is; the last word counts."""
        tab = _Tab(buyer_id, session_hash)
        known = self._tabs.get(token)
        if known == tab:
            return
        if known is not None:
            self._forget(token)
        self._tabs[token] = tab
        self._of_buyer[buyer_id].add(token)
        self._of_session[session_hash].add(token)

    def of_buyer(self, buyer_id: str) -> frozenset[str]:
        """Return the connected tabs of a buyer."""
        return self._connected(self._of_buyer.get(buyer_id, set()))

    def of_session(self, session_hash: str) -> frozenset[str]:
        """Return the connected tabs of a session."""
        return self._connected(self._of_session.get(session_hash, set()))

    def all(self) -> frozenset[str]:
        """Return every connected tab."""
        return self._connected(set(self._tabs))

    def _connected(self, tokens: set[str]) -> frozenset[str]:
        for token in [token for token in tokens if not self._is_connected(token)]:
            self._forget(token)
            tokens.discard(token)
        return frozenset(tokens)

    def _forget(self, token: str) -> None:
        tab = self._tabs.pop(token, None)
        if tab is None:
            return
        for index, key in ((self._of_buyer, tab.buyer_id), (self._of_session, tab.session_hash)):
            index[key].discard(token)
            if not index[key]:
                del index[key]
