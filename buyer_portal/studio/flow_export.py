"""Change here what the flow map is as a file: an SVG to print, Mermaid to paste."""

from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from buyer_portal.studio.flow_map import HEIGHT, WIDTH, Edge, FlowMap, Node

_STYLE: Final = (
    "text{font:14px system-ui,sans-serif;fill:#1c1b1a}"
    ".route{font-size:11px;fill:#5f5b55}"
    ".box{fill:#fff;stroke:#b9b3a9}.common{stroke-dasharray:5 4}"
    ".way{fill:none;stroke:#8b857b}"
)
_MOST_ROUTE: Final = 26
_MOST_NAME: Final = 21
"""So many letters of a name fit into a box; longer ones are drawn narrower."""


def as_svg(found: FlowMap, say: Callable[[str], str]) -> str:
    """Return the map as a picture that needs nothing else."""
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {found.width} {found.height}"'
            f' width="{found.width}" height="{found.height}">'
        ),
        f"<style>{_STYLE}</style>",
        (
            '<marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
            ' orient="auto"><path d="M0 0L8 4L0 8z" fill="#8b857b"/></marker>'
        ),
        *(_way(edge) for edge in found.edges),
        *(_box(node, say) for node in found.nodes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _way(edge: Edge) -> str:
    return f'<path class="way" marker-end="url(#to)" d="{edge.path}"/>'


def _box(node: Node, say: Callable[[str], str]) -> str:
    kind = "box common" if node.is_common else "box"
    x, y = node.x + 12, node.y
    name = say(node.heading)
    is_long = len(name) > _MOST_NAME
    fitted = f' textLength="{WIDTH - 24}" lengthAdjust="spacingAndGlyphs"' if is_long else ""
    return (
        f'<rect class="{kind}" x="{node.x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="12"/>'
        f'<text x="{x}" y="{y + 26}"{fitted}>{escape(name)}</text>'
        f'<text class="route" x="{x}" y="{y + 45}">{escape(_short(node.route))}</text>'
    )


def _short(route: str) -> str:
    """Return an address that fits its box; the end says most."""
    return route if len(route) <= _MOST_ROUTE else f"…{route[-_MOST_ROUTE + 1 :]}"


def as_mermaid(found: FlowMap, say: Callable[[str], str]) -> str:
    """Return the map as a Mermaid flowchart."""
    lines = ["flowchart LR"]
    for node in found.nodes:
        name = say(node.heading).replace('"', "#quot;")
        shape = ('(["', '"])') if node.is_common else ('["', '"]')
        lines.append(f"  {node.id}{shape[0]}{name}{shape[1]}")
    lines += [f"  {edge.source} --> {edge.target}" for edge in found.edges]
    return "\n".join(lines) + "\n"
