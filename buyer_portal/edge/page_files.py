"""Change here how pages and assets are served: their policies, how long they are kept."""

import os
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Final

from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from buyer_portal.edge.frontend import SHELL, ReadyFrontend
from buyer_portal.edge.problems import problem
from buyer_portal.order_contract.problems import ProblemCode

SERVICE_WORKER: Final = "sw.js"
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
"""A worker is bound by the policy that its own script came with."""
SHARED: Final = frozenset({".css", ".js"})
"""What frames of the studio have from one host, so that a browser loads and compiles it once."""
FOR_EVER: Final = "public, max-age=31536000, immutable"
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
        shared_origin: str = "",
    ) -> None:
        """Serve ``frontend``.

        Args:
            page_policy: Makes a Content-Security-Policy from a page's file, the sources of its
                inline scripts, and whether a frame of the studio asks.
            is_frame: Whether a Host header is that of a frame of the studio.
            router: Reflex's route of a path; None: an address that no page has.
            shared_origin: Where frames of the studio are sent for scripts and styles; empty: there
                are no frames.
        """
        super().__init__(
            directory=frontend.files,
            html=True,
            encodings=("brotli", "gzip"),
            router=lambda path: None if router(path) == "404" else router(path),
        )
        self._root = frontend.files.resolve()
        self._is_frame = is_frame
        self._shared_origin = shared_origin
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
        name = Path(full_path).resolve().relative_to(self._root).as_posix()
        in_frame = self._is_frame(Headers(scope=scope).get("host", ""))
        is_shared = bool(self._shared_origin) and Path(name).suffix in SHARED
        if in_frame and is_shared and name != SERVICE_WORKER:
            return self._sent_on(name, stat_result)
        response = super().file_response(full_path, stat_result, scope, status_code)
        if name in self._policies:
            policies = self._frame_policies if in_frame else self._policies
            response.headers["content-security-policy"] = policies[name]
        elif name == SERVICE_WORKER:
            response.headers["content-security-policy"] = WORKER_POLICY
        if is_shared:
            response.headers["cross-origin-resource-policy"] = "same-site"
            response.headers["access-control-allow-origin"] = "*"
        if name.startswith("assets/") or (is_shared and scope.get("query_string")):
            response.headers["cache-control"] = FOR_EVER
        elif Path(name).suffix in PICTURES:
            response.headers["cache-control"] = "public, max-age=3600"
        else:
            response.headers["cache-control"] = "no-cache"  # ask each time: 304 when unchanged
        return response

    def _sent_on(self, name: str, stat_result: os.stat_result) -> Response:
        """Send a frame on to the host that all frames have their scripts and styles from.

        What such a script imports comes from there by itself. Files without a hash in their name
        get one of their time and size, so that the browser may keep them as well.
        """
        version = f"{stat_result.st_mtime_ns:x}{stat_result.st_size:x}"
        query = "" if name.startswith("assets/") else f"?v={version}"
        headers = {
            "cache-control": "no-cache",
            "cross-origin-resource-policy": "same-site",
            "access-control-allow-origin": "*",
        }
        return RedirectResponse(f"{self._shared_origin}/{name}{query}", 307, headers)
