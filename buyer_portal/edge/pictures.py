"""Change here how pictures of the studio reach the page that asked for them."""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from buyer_portal.edge.problems import problem
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.settings import Mode, Settings
from buyer_portal.studio.album import PICTURES
from buyer_portal.studio.camera import CameraError, camera

_FILE_NAME: Final = re.compile(r"[\w.-]{1,80}", re.ASCII)


class Pictures:
    """Hands out files of the studio's album, to who knows their names."""

    def __init__(self, *, settings: Settings) -> None:
        self._settings = settings

    def routes(self) -> list[Route]:
        """Return the endpoint; none in production."""
        if self._settings.mode is Mode.PRODUCTION:
            return []
        return [Route(f"{PICTURES}/{{name}}", self.picture)]

    async def picture(self, request: Request) -> Response:
        """Return a picture or a ZIP; ``as`` is what it is saved as. Nobody on the way keeps it."""
        try:
            found = camera().album.find(request.path_params["name"])
        except CameraError:
            found = None
        if found is None:
            return problem(404, ProblemCode.NOT_FOUND, "There is no such picture any more.")
        saved = request.query_params.get("as", "")
        return FileResponse(
            found,
            filename=saved if _FILE_NAME.fullmatch(saved) else None,
            headers={"cache-control": "no-store"},
        )
