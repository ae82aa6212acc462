"""Change here how pages and assets are served: their policies, how long they are kept."""

import os
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final

from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from buyer_portal.edge.frontend import SHELL, ReadyFrontend
from buyer_portal.edge.problems import problem
from buyer_portal.order_contract.problems import ProblemCode

SERVICE_WORKER: Final = "sw.js"
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
"""A worker is bound by the policy that its own script came with."""
PICTURES: Final = frozenset({".ico", ".jpg", ".png", ".svg", ".webp"})


class PortalFiles(PrecompressedStaticFiles):
    """Serves a ready build: each page with the CSP of its own scripts, hashed assets for ever."""

    def __init__(
        self,
        frontend: ReadyFrontend,
        *,
        page_policy: Callable[[str, tuple[str, ...], bool], str],
        is_frame: Callable[[str], bool],
        router: Callable[[str], str | None],
    ) -> None:
        """Serve ``frontend``.

        Args:
            page_policy: Makes a Content-Security-Policy from a page's file, the sources of its
                inline scripts, and whether a frame of the studio asks.
            is_frame: Whether a Host header is that of a frame of the studio.
            router: Reflex's route of a path; None: an address that no page has.
        """
        super().__init__(
            directory=frontend.files,
            html=True,
            encodings=("brotli", "gzip"),
            router=lambda path: None if router(path) == "404" else router(path),
        )
        self._root = frontend.files.resolve()
        self._is_frame = is_frame
        self._policies, self._frame_policies = (
            {
                name: page_policy(name, sources, in_frame)
                for name, sources in frontend.script_hashes.items()
            }
            for in_frame in (False, True)
        )

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find the file of ``path``; ``/orders`` is the page itself, without a redirect."""
        if path not in {"", "."} and not PurePosixPath(path).suffix:
            page = super().lookup_path(f"{path}.html")
            if page[1] is not None:
                return page
        return super().lookup_path(path)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a page or file; what cannot be a path gets our own page as well."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as refusal:
            if refusal.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                return problem(405, ProblemCode.METHOD_NOT_ALLOWED, "Pages can only be read.")
            shell = self._root / SHELL
            return self.file_response(shell, shell.stat(), scope, HTTPStatus.NOT_FOUND)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a file and the headers of its kind."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        name = Path(full_path).resolve().relative_to(self._root).as_posix()
        if name in self._policies:
            in_frame = self._is_frame(Headers(scope=scope).get("host", ""))
            policies = self._frame_policies if in_frame else self._policies
            response.headers["content-security-policy"] = policies[name]
        elif name == SERVICE_WORKER:
            response.headers["content-security-policy"] = WORKER_POLICY
        if name.startswith("assets/"):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        elif Path(name).suffix in PICTURES:
            response.headers["cache-control"] = "public, max-age=3600"
        else:
            response.headers["cache-control"] = "no-cache"  # ask each time: 304 when unchanged
        return response
