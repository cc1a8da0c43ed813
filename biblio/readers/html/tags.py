"""What the elements of HTML are to a reader of reports."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCKS = _set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hgroup hr main menu ol p pre section summary table tbody tfoot thead ul"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = _set("ul ol menu")
ITALICS = _set("i em cite dfn")
INLINE = _set("a b i em strong span sup sub small code cite abbr u font mark")
FRAMES = _set("iframe embed video audio source")
VOID = _set("area base br col embed hr img input link meta source track wbr")

SILENT = _set("script style noscript template nav svg button select option textarea object canvas")
SILENT_ROLES = _set("navigation banner contentinfo search menu menubar toolbar dialog alertdialog")
# whole words of id and class: HTML 4 sites and the wiki engines have no better mark for menus
SILENT_NAMES = _set(
    "nav navbar navigation menu breadcrumb breadcrumbs site-header site-footer footer sr-only visually-hidden "
    "screen-reader-text skip-link mw-navigation mw-head mw-panel mw-editsection mw-jump-link noprint catlinks navbox "
    "printfooter jump-to-nav siteSub "
    "dokuwiki__header dokuwiki__footer dokuwiki__aside dw__toc yeswiki-topnav cookie-banner"
)
DATES = _set("article:published_time citation_publication_date citation_date dc.date dcterms.date date")
