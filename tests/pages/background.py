"""Change here how a test runs a background event: in this process, on the state itself."""

from collections.abc import AsyncIterator
from typing import Any, Self

import reflex as rx


class _Direct:
    """A state that a background event can lock; a test has nobody to lock out."""

    def __init__(self, state: rx.State) -> None:
        object.__setattr__(self, "_state", state)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_state"), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(object.__getattribute__(self, "_state"), name, value)


async def run_in_background(state: rx.State, name: str, *arguments: Any) -> list[Any]:
    """Run a background event to its end and return the events that it led to."""
    running = type(state).event_handlers[name].fn(_Direct(state), *arguments)
    if hasattr(running, "__aiter__"):
        return [event async for event in running]
    return [event for event in [await running] if event is not None]


async def in_steps(state: rx.State, name: str) -> AsyncIterator[Any]:
    """Run a background event and yield wherever its page would be drawn."""
    async for event in type(state).event_handlers[name].fn(_Direct(state)):
        yield event
