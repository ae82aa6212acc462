"""Change here how a question in a buyer's own words finds its topic, typos and all."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

BETWEEN_PHRASES: Final = "|"
LEAST_SCORE: Final = 72.0
"""Of 100; below it an answer would rather confuse."""
MOST_BELOW_BEST: Final = 18.0
"""How much worse than the best answer another may be and still be shown."""
MOST_ANSWERS: Final = 6
SHORTEST: Final = 2

_STROKES: Final = str.maketrans({"đ": "d", "Đ": "D"})
"""Letters that Unicode does not take apart."""
_OTHER: Final = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """Return small letters and digits without accents, with single spaces between words."""
    apart = unicodedata.normalize("NFKD", text.translate(_STROKES).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _OTHER.sub(" ", plain).strip()


def phrases_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of some texts, folded, each once."""
    phrases = (folded(part) for text in texts for part in text.split(BETWEEN_PHRASES))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def rank(query: str, phrases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the keys that a question means, the best first; empty where nothing fits.

    Args:
        phrases: What people say for each key, folded (``phrases_in``).
    """
    asked = folded(query)
    if len(asked) < SHORTEST:
        return ()
    scores = {key: _best(asked, said) for key, said in phrases.items()}
    best = max(scores.values(), default=0.0)
    if best < LEAST_SCORE:
        return ()
    least = max(LEAST_SCORE, best - MOST_BELOW_BEST)
    good = [key for key, score in scores.items() if score >= least]
    good.sort(key=lambda key: -scores[key])
    return tuple(good[:MOST_ANSWERS])


def _best(asked: str, said: Sequence[str]) -> float:
    found = process.extractOne(asked, said, scorer=_score)
    return found[1] if found else 0.0


def _score(asked: str, phrase: str, **_: object) -> float:
    """Return how alike they are: the words in any order, with typos, one perhaps longer."""
    whole = fuzz.token_sort_ratio(asked, phrase)
    shared = fuzz.token_set_ratio(asked, phrase)
    inside = fuzz.partial_token_sort_ratio(asked, phrase)
    return max(whole, 0.6 * shared + 0.4 * whole, 0.55 * inside + 0.45 * whole)
