"""Change here how notifications leave by e-mail: taken from the service, written, sent by SMTP.

A mail is reported as sent after the server took it. Who dies in between leaves it to the next, who
sends it again under the same Message-ID, by which mail programs know it for the same.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from buyer_portal.edge.redaction import redacted
from buyer_portal.order_client.errors import OrderServiceError
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.mails import MailReport, MailReports, MailToSend
from buyer_portal.settings import Settings
from buyer_portal.views.mail import MailView

logger = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 1.0
TIMEOUT_SECONDS: Final = 15.0
PORTS: Final = {"smtp": 587, "smtps": 465}
FIRST_FINAL: Final = 500
"""SMTP's replies from here on are for good."""


class Mailer:
    """Takes what is due, writes it, sends it, reports; for ever, through every outage."""

    def __init__(self, service: ServiceClient, *, settings: Settings) -> None:
        self._service = service
        self._settings = settings

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send until the context is left; where no server is set, do nothing."""
        if self._settings.smtp_url is None:
            yield
            return
        task = asyncio.create_task(self.send_for_ever())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def send_for_ever(self) -> None:
        """Look again after a pause, at once while there is more."""
        while True:
            try:
                sent = await self.send_due()
            except OrderServiceError as error:
                logger.warning("Cannot take e-mails: %s", error)
                sent = 0
            if not sent:
                await asyncio.sleep(PAUSE_SECONDS)

    async def send_due(self) -> int:
        """Send what is due now; return how many went out."""
        taken = await self._service.take_mails()
        if not taken.mails:
            return 0
        reports = [await self._send(mail) for mail in taken.mails]
        await self._service.report_mails(MailReports(reports=tuple(reports)))
        return sum(one.is_sent for one in reports)

    async def _send(self, mail: MailToSend) -> MailReport:
        view = MailView.of(mail, base_url=self._settings.base_url)
        message = message_of(mail, view, self._settings)
        failed = MailReport(
            tenant=mail.tenant, id=mail.notification.id, address=mail.address, is_sent=False
        )
        try:
            await _deliver(message, self._settings.smtp_url or "")
        except aiosmtplib.SMTPRecipientsRefused as error:
            is_final = all(one.code >= FIRST_FINAL for one in error.recipients)
            return failed.model_copy(update={"is_final": is_final, "error": "recipient refused"})
        except (aiosmtplib.SMTPException, OSError) as error:
            logger.warning("An e-mail was not sent: %s", redacted(str(error))[:200])
            return failed.model_copy(update={"error": type(error).__name__})
        said = {"subject": view.subject[:500], "text": view.text[:4000]}
        return failed.model_copy(update={"is_sent": True, **said})


def message_of(mail: MailToSend, view: MailView, settings: Settings) -> EmailMessage:
    """Return the message; of a notification each address always has the same Message-ID."""
    sender = parseaddr(settings.mail_from)[1]
    names = [mail.tenant, mail.notification.id, *([mail.address] if mail.address else [])]
    name = hashlib.sha256("/".join(names).encode()).hexdigest()[:32]
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.to
    message["Subject"] = view.subject
    message["Date"] = format_datetime(mail.notification.created_at)
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.locale or "en"
    message.set_content(view.text)
    message.add_alternative(view.html, subtype="html")
    for file in view.files:
        message.add_attachment(
            file.content.encode(), maintype="application", subtype="json", filename=file.name
        )
    return message


async def _deliver(message: EmailMessage, url: str) -> None:
    """Hand a message to the server of ``url``; STARTTLS is used where it is offered."""
    parts = urlsplit(url)
    await aiosmtplib.send(
        message,
        hostname=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        timeout=TIMEOUT_SECONDS,
    )
