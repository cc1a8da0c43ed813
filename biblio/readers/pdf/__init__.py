"""PDF through PDFium (pypdfium2; docs/decisions/0013).

A page is a heap of placed characters. Here it becomes lines (`runs`), lines in reading order without what the page
repeats (`layout`), and paragraphs, items, headings and notes with their links (`flow`).
"""

from biblio.errors import MissingExtra, ReportError
from biblio.model import Document
from biblio.readers.limits import Limits


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a PDF; raises `MissingExtra` without pypdfium2, `ReportError` where it is encrypted, damaged or a scan."""
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise MissingExtra(name, "pypdfium2", "pdf") from error
    from biblio.readers.pdf.flow import Flow
    from biblio.readers.pdf.layout import lay_out
    from biblio.readers.pdf.runs import read_page

    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _why(name, str(error)) from error
    try:
        limits.check("pages", len(pdf), name, "the PDF has too many pages")
        pages = [read_page(pdf, number) for number in range(len(pdf))]
        title = pdf.get_metadata_value("Title")
    except pdfium.PdfiumError as error:
        raise _why(name, str(error)) from error
    finally:
        pdf.close()
    silent = [number for number, page in enumerate(pages, 1) if not page.runs]
    if len(silent) == len(pages):
        raise ReportError(f"{name}: the PDF holds no text, only images", "run OCR over it first: ocrmypdf IN OUT")
    warnings = []
    if silent:
        shown = ", ".join(map(str, silent[:10])) + (" …" if len(silent) > 10 else "")
        warnings.append(f"no text on {len(silent)} of {len(pages)} pages: {shown}")
    flow = Flow(lay_out(pages))
    flow.write()
    return flow.writer.document(name, "pdf", title=title.strip(), warnings=warnings)


def _why(name: str, error: str) -> ReportError:
    if "password" in error.lower():
        return ReportError(f"{name}: the PDF is encrypted", "save it without a password")
    return ReportError(f"{name}: the PDF is damaged: {error}", "open it in a viewer and print it to a new PDF")
