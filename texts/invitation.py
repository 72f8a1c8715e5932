"""The invitation to bring a friend: the button that leads to it, and the words that the friend gets."""

from urllib.parse import urlencode

from loyalty.programme import Programme
from texts.letter import Button
from texts.press import Press
from texts.programme_words import render_plain
from texts.words import Words


class ShowInvite(Press, prefix="iv1"):
    """To the invitation, from anywhere."""


def invite_button(words: Words) -> Button:
    """Stands under a thank-you, a touchpoint, an ending."""
    return Button(words.plain("button-invite"), ShowInvite().pack(), style="success")


def ready_words(programme: Programme, language: str, link: str) -> str:
    """What the inviter sends on, in the shop's words; plain text with the link in it."""
    rules = programme.referral
    assert rules is not None
    offer = programme.offer(rules.friend.coupon)
    percent = offer.percent if offer and offer.percent else None
    return render_plain(rules.text, language, {"shop": programme.shop.name, "link": link, "percent": percent})


def share_url(link: str, text: str) -> str:
    """Telegram's own "choose whom to send it to". The text must not repeat the link, which stands first."""
    return "https://t.me/share/url?" + urlencode({"url": link, "text": text.replace(link, "").strip()})
