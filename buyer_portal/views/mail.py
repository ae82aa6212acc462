"""Change here what an e-mail says: the words of the notification, a link, how to get no more.

What the law wants on a durable medium stands in the mail itself, and goes with it as a signed file.
"""

import json
from dataclasses import dataclass, field
from html import escape

from buyer_portal import routes
from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_contract.mails import MailToSend
from buyer_portal.views.notifications import NotificationView
from buyer_portal.views.paper_text import paragraphs_of
from buyer_portal.views.printing import Printer
from buyer_portal.views.receipt import receipt_in, receipt_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """A file that goes with an e-mail."""

    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """An e-mail ready to send: plain words, and the same in HTML for readers that prefer it."""

    subject: str
    text: str
    html: str
    files: list[MailFile] = field(default_factory=list[MailFile])

    @classmethod
    def of(cls, mail: MailToSend, *, base_url: str) -> "MailView":
        """Write the mail of a notification in its reader's language.

        Args:
            base_url: The portal's address, without a slash at its end.
        """
        locale = mail.locale if mail.locale in routes.LOCALES else routes.DEFAULT_LOCALE
        zone = zone_of(mail.time_zone)
        printer = Printer(locale=locale, zone=zone, now=mail.now, skin=mail.skin)
        told = NotificationView.of(mail.notification, printer)
        link = base_url + told.href
        choice = f"{base_url}{printer.href(routes.SETTINGS)}#mail"
        hello = printer.say("mail.hello", name=mail.name)
        said = [line for line in (told.text, told.more) if line]
        said += _contents(mail.document, printer)
        moment = printer.full_moment(mail.notification.created_at)
        why = printer.say("mail.why.law" if mail.document else "mail.why")
        choose = "" if mail.document else printer.say("mail.choose")
        foot = f"-- \n{why}\n{choice}" if choose else f"-- \n{why}"
        text = "\n\n".join([hello, *said, moment, f"{printer.say('mail.open')}:\n{link}", foot])
        return cls(
            subject=" ".join(told.title.split()),
            text=text + "\n",
            html=_html(
                locale=locale,
                title=told.title,
                paragraphs=[hello, *said],
                moment=moment,
                link=(printer.say("mail.open"), link),
                choice=(why, choose, choice),
            ),
            files=_files(mail.document),
        )


def _contents(document: str, printer: Printer) -> list[str]:
    """Return what the mail itself has to say of a signed paper, each paragraph with its lines."""
    if not document:
        return []
    note = printer.say("mail.file")
    return [*paragraphs_of(receipt_paper(json.loads(document)["receipt"], printer)), note]


def _files(document: str) -> list[MailFile]:
    if not document:
        return []
    return [MailFile(name=f"{receipt_in(document).reference}.json", content=document)]


def _html(
    *,
    locale: str,
    title: str,
    paragraphs: list[str],
    moment: str,
    link: tuple[str, str],
    choice: tuple[str, str, str],
) -> str:
    """Return a page without pictures, scripts or anything to load."""
    lined = (escape(lines).replace("\n", "<br>") for lines in paragraphs)
    body = "".join(f"<p>{lines}</p>" for lines in lined)
    word, href = link
    why, choose, settings = choice
    settle = f' <a href="{escape(settings)}" style="color:#5b5c66">{escape(choose)}</a>'
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head>"
        '<body style="margin:0;background:#f8f7f4;color:#22232b;'
        'font:16px/1.5 system-ui,sans-serif">'
        '<div style="max-width:560px;margin:0 auto;padding:24px">'
        f'<h1 style="font-size:22px;line-height:1.3">{escape(title)}</h1>{body}'
        f'<p style="color:#5b5c66">{escape(moment)}</p>'
        f'<p><a href="{escape(href)}" style="display:inline-block;background:#22232b;color:#fff;'
        f'padding:12px 20px;border-radius:12px;text-decoration:none">{escape(word)}</a></p>'
        f'<p style="color:#5b5c66;font-size:13px">{escape(why)}{settle if choose else ""}</p>'
        "</div></body></html>"
    )
