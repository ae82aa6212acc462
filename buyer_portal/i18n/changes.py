"""Change here how words are changed for one tenant while the portal runs: the studio's preview.

Nothing calls ``change`` in production, so every text is then the one of its catalogue.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Final

from buyer_portal.i18n.pseudo import Pseudo, pseudo_text

Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChanges:
    """What one tenant reads in place of the catalogues: language → message → plural forms."""

    texts: Mapping[str, Mapping[str, Forms]] = field(default_factory=dict[str, Mapping[str, Forms]])
    pseudo: Pseudo = Pseudo.NONE
    look: str = ""
    """A skin of ``design/skins``; empty: the tenant's own labels in the shop's own colours."""

    @property
    def is_empty(self) -> bool:
        """Whether every text is the catalogue's own."""
        return self.pseudo is Pseudo.NONE and not self.look and not any(self.texts.values())

    def forms(self, locale: str, key: str, own: Forms) -> Forms:
        """Return what a message says, ``own`` being what the catalogue says."""
        said = self.texts.get(locale, {}).get(key, own)
        if self.pseudo is Pseudo.NONE:
            return said
        if self.pseudo is Pseudo.KEYS:
            return (f"[{key}]",)
        return tuple(pseudo_text(form, self.pseudo) for form in said)

    def first_forms(self, locale: str) -> dict[str, str]:
        """Return the changed texts of a language as a page draws them."""
        return {key: forms[0] for key, forms in self.texts.get(locale, {}).items()}

    def with_text(self, locale: str, key: str, forms: Forms | None) -> "WordChanges":
        """Return the same with one message changed; None gives the catalogue its word back."""
        texts = {name: dict(changed) for name, changed in self.texts.items()}
        of_locale = texts.setdefault(locale, {})
        if forms is None:
            of_locale.pop(key, None)
        else:
            of_locale[key] = forms
        return replace(self, texts=texts)


NO_CHANGES: Final = WordChanges()
MOST_TENANTS: Final = 500
_of_tenant: Final[dict[str, WordChanges]] = {}
_in_force: Final[ContextVar[WordChanges]] = ContextVar("word changes", default=NO_CHANGES)


def change(tenant: str, changes: WordChanges) -> None:
    """Let a tenant read other words from now on."""
    if changes.is_empty:
        _of_tenant.pop(tenant, None)
    else:
        _of_tenant.pop(tenant, None)
        _of_tenant[tenant] = changes
        while len(_of_tenant) > MOST_TENANTS:  # whoever left long ago reads the catalogue again
            del _of_tenant[next(iter(_of_tenant))]


def changes_of(tenant: str) -> WordChanges:
    """Return what is changed for a tenant."""
    return _of_tenant.get(tenant, NO_CHANGES)


def read_as(tenant: str) -> None:
    """Print for a reader of ``tenant`` in this task; empty: nobody in particular."""
    _in_force.set(changes_of(tenant))


def in_force() -> WordChanges:
    """Return what is changed for the reader of this task."""
    return _in_force.get()
