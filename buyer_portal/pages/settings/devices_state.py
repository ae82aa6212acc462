"""Change here how the list of signed-in devices works."""

import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Final

import reflex as rx

from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.views.devices import DeviceView
from buyer_portal.views.phase import Phase
from buyer_portal.views.printing import Printer

_KEY: Final = re.compile(r"[\w-]{1,128}")


class DevicesState(rx.State):
    """Where the buyer is signed in, and what became of signing a device out."""

    phase: rx.Field[Phase] = rx.field(default=Phase.LOADING)
    devices: rx.Field[list[DeviceView]] = rx.field(default_factory=list)
    has_others: rx.Field[bool] = rx.field(default=False)
    said: rx.Field[str] = rx.field(default="")
    has_failed: rx.Field[bool] = rx.field(default=False)

    @rx.event
    async def load(self) -> AsyncGenerator[None]:
        """Ask which devices are signed in; when that fails, keep the old list."""
        if not self.devices:
            self.phase = Phase.LOADING
            yield
        self.said = ""
        await self._read()

    @rx.event
    async def sign_out(self, key: str) -> None:
        """Sign one other device out."""
        device = next((device for device in self.devices if device.key == key), None)
        if device is None or device.is_current:
            return
        printer = await self._printer()
        if await self._revoke([device.key]):
            self.said = printer.say("settings.device.signed_out", device=device.name)
        else:
            self.said = printer.say("settings.device.failed", device=device.name)
            self.has_failed = True
        await self._read()

    @rx.event
    async def sign_out_others(self) -> None:
        """Sign out every device but this one."""
        keys = [device.key for device in self.devices if not device.is_current]
        printer = await self._printer()
        done = await self._revoke(keys)
        if len(done) == len(keys):
            self.said = printer.count("settings.devices.others.done", len(done))
        else:
            self.said = printer.say("settings.devices.others.failed")
            self.has_failed = True
        await self._read()

    async def _revoke(self, keys: list[str]) -> list[str]:
        """Sign devices out; return the keys of those that are out now."""
        self.has_failed = False
        done: list[str] = []
        for key in keys:
            if not _KEY.fullmatch(key):
                continue
            try:
                await (await buyer_client(self)).revoke_device(key)
            except OrderNotFoundError:
                done.append(key)  # somebody was faster: it is out
            except OrderServiceError:
                break
            else:
                done.append(key)
        return done

    async def _read(self) -> None:
        """Fetch the list."""
        try:
            answer = await (await buyer_client(self)).devices()
        except NotSignedInError:
            return
        except OrderServiceError:
            self.phase = Phase.FAILED
            return
        printer = await self._printer()
        self.devices = [DeviceView.of(device, printer) for device in answer.devices]
        self.has_others = any(not device.is_current for device in answer.devices)
        self.phase = Phase.READY

    async def _printer(self) -> Printer:
        """Return what prints for this buyer; devices are stamped in real time."""
        session = await self.get_state(SessionState)
        return Printer(
            locale=locale_of_page(self),
            zone=zone_of(session.time_zone),
            now=datetime.now(UTC),
            skin=session.skin,
        )
