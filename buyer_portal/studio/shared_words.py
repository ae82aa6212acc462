"""Change here what of changed words and looks goes into a link, and what of it a page reads."""

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from buyer_portal.design.skins import all_skins
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import WordChanges
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.studio.words_check import blocks, findings

MOST_TEXT: Final = 1000
MOST_FORMS: Final = 6
_Forms = Annotated[
    tuple[Annotated[str, Field(max_length=MOST_TEXT)], ...],
    Field(min_length=1, max_length=MOST_FORMS),
]
_Texts = dict[Annotated[str, Field(max_length=200)], _Forms]
_Locale = Literal["en", "vi", "id"]


class SharedWords(BaseModel):
    """What the pages of a prototype say and wear in place of their own; empty: nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: dict[_Locale, _Texts] = Field(default_factory=dict[_Locale, _Texts])
    pseudo: Pseudo = Pseudo.NONE
    look: str = Field(default="", max_length=64)

    @classmethod
    def of(cls, changes: WordChanges) -> Self:
        """Return what a link holds of some changes."""
        texts = {locale: dict(changed) for locale, changed in changes.texts.items() if changed}
        return cls.model_validate({"texts": texts, "pseudo": changes.pseudo, "look": changes.look})

    @property
    def number(self) -> int:
        """How many texts are changed."""
        return sum(map(len, self.texts.values()))

    @property
    def is_empty(self) -> bool:
        """Whether every page is as its catalogue and its shop have it."""
        return self == SharedWords()

    def changes(self) -> WordChanges:
        """Return what pages read: all that this build still knows and that breaks no page."""
        texts = {
            locale: {
                key: forms
                for key, forms in changed.items()
                if words_of(locale).has(key) and not blocks(findings(locale, key, forms))
            }
            for locale, changed in self.texts.items()
        }
        look = self.look if self.look in all_skins() else ""
        return WordChanges(texts=texts, pseudo=self.pseudo, look=look)
