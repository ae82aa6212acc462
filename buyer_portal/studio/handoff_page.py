"""Change here the page of a hand-off that shows its pictures; it needs nothing else."""

from collections.abc import Container
from html import escape
from typing import Final

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.studio.handoff import STATES_FILE, WORDS_FILE, HandoffSet, Picture

_HEAD: Final = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hand-off</title>
<style>
:root {{ color-scheme: light dark; --back: #f6f4f0; --text: #1c1b1a; --line: #cfc9bf }}
@media (prefers-color-scheme: dark) {{
  :root {{ --back: #17181f; --text: #edecea; --line: #44464f }} }}
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem;
  background: var(--back); color: var(--text) }}
a {{ color: inherit }}
nav ul {{ columns: 15rem; padding-left: 1.1rem }}
section {{ margin: 2.5rem 0 }}
div {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start }}
figure {{ margin: 0; width: 15rem; max-width: 100% }}
figure.wide {{ width: 34rem }}
img {{ width: 100%; max-height: 34rem; object-fit: cover; object-position: top; display: block;
  border: 1px solid var(--line); border-radius: .75rem }}
figcaption {{ font-size: 13px; padding-top: .35rem }}
</style>
<h1>Hand-off</h1>
<p><a href="{STATES_FILE}">{STATES_FILE}</a> · <a href="{WORDS_FILE}">{WORDS_FILE}</a>.
A picture that is pressed opens as long as its page is.</p>"""


def index_html(chosen: HandoffSet, missing: Container[Picture] = ()) -> str:
    """Return a page that shows every picture beside its name; it needs nothing else."""
    words = words_of("en")
    titles = {name: escape(words(f"studio.scenario.{name}")) for name in chosen.scenarios}
    listed = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in titles.items())
    parts = [_HEAD, f'<nav aria-label="Situations"><ul>{listed}</ul></nav>']
    for name, title in titles.items():
        parts.append(f'<section id="{name}"><h2>{title}</h2><div>')
        parts += [
            _figure(one, is_there=one not in missing)
            for one in chosen.pictures()
            if one.scenario == name
        ]
        parts.append("</div></section>")
    return "\n".join([*parts, "</html>"]) + "\n"


def _figure(picture: Picture, *, is_there: bool) -> str:
    said = f"{picture.device} · {picture.theme} · {picture.locale}"
    kind = "" if picture.look.is_touched else ' class="wide"'
    shown = "<p>No picture</p>"
    if is_there:
        image = f'<img loading="lazy" src="{picture.file}" alt="{said}">'
        shown = f'<a href="{picture.file}">{image}</a>'
    return f"<figure{kind}>{shown}<figcaption>{said}</figcaption></figure>"
