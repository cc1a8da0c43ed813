"""What can go wrong, drawn once.

::

    BiblioError
    ├── ReportError        a report cannot be read; the other reports go on
    │   ├── MissingExtra   its format needs an optional package that is not installed
    │   └── LimitExceeded  it is larger, deeper or more compressed than the limits allow
    ├── UsageError         options or configuration that make no sense together
    ├── StoreError         the database cannot be opened, or is newer than this program
    ├── FetchError         an address could not be read
    │   └── AddressRefused the address guard said no: private, loopback, other scheme
    └── FormatError        a bibliography file, list file or answer is not in the form it claims
"""


class BiblioError(Exception):
    """Base of every error that the command line reports in one line.

    ``str(error)`` says what failed and on what; ``cure`` says what to do now.
    """

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.cure = cure


class ReportError(BiblioError):
    """A report cannot be read."""


class MissingExtra(ReportError):  # noqa: N818 (it names a state, as KeyboardInterrupt does)
    """A report's format needs an optional package."""

    def __init__(self, name: str, package: str, extra: str) -> None:
        super().__init__(f"{name}: reading it needs {package}", f"pip install 'biblio[{extra}]'")


class LimitExceeded(ReportError):  # noqa: N818
    """A report goes beyond a safety limit (size, depth, compression ratio)."""


class UsageError(BiblioError):
    """Options or configuration that make no sense."""


class StoreError(BiblioError):
    """The database cannot be used."""


class FetchError(BiblioError):
    """An address could not be read."""


class AddressRefused(FetchError):  # noqa: N818
    """The address guard refused a URL."""


class FormatError(BiblioError):
    """A file or an answer is not in the form it claims."""
