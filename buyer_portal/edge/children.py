"""Change here how processes that the portal starts end with it, even when it is killed."""

import ctypes
import signal
import sys
from collections.abc import Callable
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def _find_prctl() -> Callable[..., int] | None:
    """Return Linux' ``prctl``, None elsewhere; looked up before any fork."""
    if sys.platform != "linux":
        return None
    return ctypes.CDLL(None, use_errno=True).prctl


_prctl = _find_prctl()


def die_with_parent() -> None:
    """Have the kernel kill this child when the portal is killed; runs in the child."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
