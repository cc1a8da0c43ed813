"""PDFs made by hand for the tests: words at places, links over areas."""

from dataclasses import dataclass, field

FONTS = {"F": "Helvetica", "I": "Helvetica-Oblique"}


@dataclass
class Page:
    """A page of A4; ``words`` are (x, y, size, text, font), ``links`` (left, bottom, right, top, url)."""

    words: list[tuple[float, float, float, str, str]] = field(default_factory=list)
    links: list[tuple[float, float, float, float, str]] = field(default_factory=list)

    def write(self, x: float, y: float, text: str, size: float = 10, font: str = "F") -> None:
        """Put words at a place."""
        self.words.append((x, y, size, text, font))

    def lines(self, x: float, y: float, lines: list[str], size: float = 10, leading: float = 12) -> float:
        """Put lines under each other and return the place of the next one."""
        for line in lines:
            self.write(x, y, line, size)
            y -= leading
        return y


def pdf(*pages: Page) -> bytes:
    """Return a PDF of pages."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    fonts = b""
    for name, base in FONTS.items():
        objects.append(f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>".encode())
        fonts += f"/{name} {len(objects)} 0 R".encode()
    kids = []
    for page in pages:
        content = b"".join(
            f"BT /{font} {size} Tf {x} {y} Td (".encode() + _string(text) + b") Tj ET\n"
            for x, y, size, text, font in page.words
        )
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))
        stream = len(objects)
        annotations = b""
        for left, bottom, right, top, url in page.links:
            objects.append(
                f"<</Type/Annot/Subtype/Link/Rect[{left} {bottom} {right} {top}]/Border[0 0 0]"
                f"/A<</S/URI/URI({url})>>>>".encode()
            )
            annotations += f"{len(objects)} 0 R ".encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<%b>>>>/Contents %d 0 R/Annots[%b]>>"
            % (fonts, stream, annotations)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return out + head + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def _string(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return escaped.encode("cp1252", "replace")
