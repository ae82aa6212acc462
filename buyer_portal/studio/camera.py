"""Change here what the studio asks of its camera: which page is looked at, how, and what can fail.

The camera is a browser of the portal's own machine, in a process of its own: started, bounded and
ended by ``edge/camera.py``, made of ``testing/camera.py``.
"""

from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Annotated, Final, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field

from buyer_portal.scenario.opening import VIEWPORTS, Device, NetworkFault
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.album import Album
from buyer_portal.studio.recording import MOST_STEPS, RecordedStep

TOUCHED: Final = frozenset({Device.SMALL_PHONE, Device.PHONE})


class CameraProblem(StrEnum):
    """Why there is no picture; ``studio.pictures.<problem>`` says so."""

    NOT_INSTALLED = "not_installed"
    NO_BROWSER = "no_browser"
    BUSY = "busy"
    FAILED = "failed"


class CameraError(Exception):
    """There is no picture, and why."""

    def __init__(self, problem: CameraProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


class Look(BaseModel):
    """A size of screen and a theme."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    device: Device = Device.PHONE
    theme: Literal["day", "night"] = "day"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its screen."""
        return VIEWPORTS[self.device]

    @property
    def is_touched(self) -> bool:
        """Whether its screen is touched; a page that is open cannot change that."""
        return self.device in TOUCHED


class Visit(Look):
    """A page to look at; with steps, a picture is made after each of them."""

    address: Annotated[str, Field(pattern=r"^/(?:[^/].*)?$", max_length=8000)]
    """On the portal itself: a path with its query."""
    is_whole: bool = False
    """Whether the picture is as long as the page, not as the screen."""
    is_offline: bool = False
    """Whether the network goes once the page is there."""
    steps: Annotated[tuple[RecordedStep, ...], Field(max_length=MOST_STEPS)] = ()
    looks: Annotated[tuple[Look, ...], Field(max_length=20)] = ()
    """What else the page is looked at as, without steps, once it is there: that takes no load."""

    @classmethod
    def of(cls, scenario: Scenario, address: str, *, is_whole: bool = False) -> Self:
        """Return the look at a scenario's opening; a theme that follows the device is light."""
        opening = scenario.opening
        return cls(
            address=address,
            device=opening.device,
            theme=opening.theme or "day",
            is_whole=is_whole,
            is_offline=opening.network in _SEEN,
        )

    @property
    def pictures(self) -> int:
        """How many pictures it gives."""
        return len(self.steps) or 1 + len(self.looks)


class Order(BaseModel):
    """What the portal writes to the camera's process, a line each."""

    number: int
    visit: Visit
    files: tuple[str, ...]
    """Where each picture goes."""


class Word(BaseModel):
    """What the camera's process answers, a line each; ``number`` 0 is about the process itself."""

    number: int
    taken: int = 0
    problem: CameraProblem | None = None
    is_over: bool = False


class Camera(Protocol):
    """Makes pictures, and keeps them in an album."""

    album: Album

    async def look(
        self, visit: Visit, taken: Callable[[str], Awaitable[None]] | None = None
    ) -> tuple[str, ...]:
        """Return the names of the pictures in the album; tell each as soon as it is there.

        Raises:
            CameraError: One could not be made; those before it are there.
        """
        ...


_SEEN: Final = frozenset({NetworkFault.OFFLINE, NetworkFault.HALF_OPEN})
"""Faults that a page tells of by itself; a lost request is met by nobody who does nothing."""
_cameras: list[Camera] = []


def use_camera(camera: Camera | None) -> None:
    """Let the studio make pictures with ``camera`` from now on; None takes that away."""
    _cameras[:] = [] if camera is None else [camera]


def camera() -> Camera:
    """Return the camera.

    Raises:
        CameraError: There is none: the app has not started, or runs for real buyers.
    """
    if not _cameras:
        raise CameraError(CameraProblem.FAILED)
    return _cameras[0]


def forget_pictures(names: Iterable[str]) -> None:
    """Remove pictures that nobody looks at any more."""
    for one in _cameras:
        one.album.forget(names)
