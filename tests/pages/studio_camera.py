"""Change here what stands in for the portal's own browser where a page's state is tested."""

from pathlib import Path

from buyer_portal.studio.album import Album
from buyer_portal.studio.camera import CameraError, CameraProblem, Visit


class PaperCamera:
    """Writes down what it is asked to look at, in place of a picture; fails where it is told to."""

    def __init__(self, folder: Path) -> None:
        self.album = Album(folder)
        self.problem: CameraProblem | None = None
        self.fails_at = 0
        """How many pictures of a visit are made before the problem; of all visits alike."""
        self.looked_at: list[Visit] = []

    async def look(self, visit: Visit, taken=None) -> tuple[str, ...]:
        self.looked_at.append(visit)
        names: list[str] = []
        for at in range(visit.pictures):
            if self.problem and at == self.fails_at:
                raise CameraError(self.problem)
            page = self.album.page()
            page.write_text(f"{at} {visit.address}")
            names.append(page.name)
            if taken:
                await taken(page.name)
        return tuple(names)

    def shown(self, href: str) -> str | None:
        """Return what the picture at an address shows; None: there is none any more."""
        found = self.album.find(href.partition("?")[0].rpartition("/")[2])
        return found.read_text() if found else None
