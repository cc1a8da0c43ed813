"""What a page says of itself: title, anchors, and the signs that it is not the page that was cited. Pure.

Words decide little here. A heading counts as *not found* only when nothing but such words stand in it, so that an
article about error pages stays an article; sentences of the body count only on pages that hold little else.
"""

from biblio.links.page.fingerprint import SKETCH, Fingerprint, alike, shows, sketch
from biblio.links.page.html import MAX_SHORT, Page, decode, plain, visible_text
from biblio.links.page.signs import challenge, gambling, leads_to_error, parked, paywalled, says_not_found, soft_404

__all__ = [
    "MAX_SHORT",
    "SKETCH",
    "Fingerprint",
    "Page",
    "alike",
    "challenge",
    "decode",
    "gambling",
    "leads_to_error",
    "parked",
    "paywalled",
    "plain",
    "says_not_found",
    "shows",
    "sketch",
    "soft_404",
    "visible_text",
]
