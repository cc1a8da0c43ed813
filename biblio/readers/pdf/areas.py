"""Links of a PDF page: areas that lead to an address."""

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

_LONGEST_URL = 8_192
_MOST_AREAS = 2_000  # of links on one page


@dataclass(slots=True)
class Area:
    """A part of a page that leads to ``url``."""

    url: str
    left: float
    bottom: float
    right: float
    top: float


def read_areas(pdf: Any, page: Any) -> list[Area]:
    """Return the areas of a page that lead to an address."""
    areas: list[Area] = []
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, position, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(pdf, action, None, 0)
        if not 1 < length <= _LONGEST_URL:
            continue
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(pdf, action, buffer, length)
        url = buffer.value.decode("utf-8", "replace").strip()
        areas += [Area(url, *box) for box in _boxes(link)]
        if len(areas) > _MOST_AREAS:
            break
    return areas


def _boxes(link: Any) -> list[tuple[float, float, float, float]]:
    """Return the rectangles of a link; writers of PDF do not agree which way up they are."""
    quad = raw.FS_QUADPOINTSF()
    corners: list[tuple[tuple[float, ...], tuple[float, ...]]] = [
        ((quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4))
        for index in range(raw.FPDFLink_CountQuadPoints(link))
        if raw.FPDFLink_GetQuadPoints(link, index, quad)
    ]
    area = raw.FS_RECTF()
    if not corners and raw.FPDFLink_GetAnnotRect(link, area):
        corners.append(((area.left, area.right), (area.bottom, area.top)))
    return [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in corners]
