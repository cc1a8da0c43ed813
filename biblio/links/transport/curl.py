"""The libcurl engine."""

import errno
import os
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from biblio.addresses import check_url, is_public
from biblio.errors import AddressRefused
from biblio.links.transport.events import events
from biblio.links.transport.messages import MAX_DRAIN, Answer, Request, Token
from biblio.links.transport.names import Names


class _Slot:
    """One libcurl handle and what its transfer has received so far."""

    __slots__ = (
        "began", "body", "curl", "cut", "drained", "head", "headers", "kept", "limit", "refused", "token", "url",
    )  # fmt: skip

    def __init__(self, curl: Any) -> None:
        self.curl = curl
        self.head: list[bytes] = []
        self.body: list[bytes] = []
        self.headers: tuple[str, ...] = ()
        self.reset(None, "", 0)

    def reset(self, token: Token, url: str, limit: int) -> None:
        self.token, self.url, self.limit = token, url, limit
        self.head.clear()
        self.body.clear()
        self.kept = self.drained = 0
        self.cut, self.refused = False, ""
        self.began = time.monotonic()

    def on_body(self, chunk: bytes) -> int | None:
        room = self.limit - self.kept
        if room > 0:
            self.body.append(chunk[:room])
            self.kept += min(room, len(chunk))
        if len(chunk) > room:
            self.cut = True
            self.drained += len(chunk) - max(0, room)
            if self.drained > MAX_DRAIN:
                return -1
        return None


class Curl:
    """The libcurl engine: one multi handle, driven by socket events.

    The address guard sits in the callback that opens the socket: the address that is checked is the one connected
    to, whatever the name server says next. With a proxy, which resolves names itself, literal addresses are checked.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        timeout: float = 15.0,
        connections: int = 128,
        allow_private: bool = False,
        language: str = "fr,en;q=0.7",
        resolver: Any = None,
    ) -> None:
        import pycurl

        self._pycurl = pycurl
        self._allow_private = allow_private
        self._timeout = timeout
        self._agent = user_agent
        self._names = Names(resolver)
        self._proxies = _proxies()
        self._language = language
        self._events = events()
        self._fds: dict[int, int] = {}
        self._deadline: float | None = None
        self._free: list[_Slot] = []
        self._busy: dict[Any, _Slot] = {}
        self._early: list[tuple[Token, Answer]] = []
        multi = self._multi = pycurl.CurlMulti()
        multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        multi.setopt(pycurl.M_MAXCONNECTS, connections * 2)

    def start(self, request: Request, token: Token) -> None:
        """Begin a request; an address that may not be asked is answered with the error ``private``."""
        try:
            check_url(request.url, self._allow_private)
        except AddressRefused as error:
            kind = "private" if "private network" in str(error) else "bad-url"
            self._early.append((token, Answer(error=kind, detail=str(error))))
            return
        slot = self._free.pop() if self._free else self._new_slot()
        slot.reset(token, request.url, request.limit)
        curl, pycurl = slot.curl, self._pycurl
        try:
            curl.setopt(pycurl.URL, request.url)
        except (pycurl.error, UnicodeError) as error:
            self._free.append(slot)
            self._early.append((token, Answer(error="bad-url", detail=str(error))))
            return
        if request.body is not None:
            curl.setopt(pycurl.NOBODY, 0)
            curl.setopt(pycurl.POSTFIELDS, request.body)
        elif request.method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
        else:
            curl.setopt(pycurl.HTTPGET, 1)
        if self._proxies:
            curl.setopt(pycurl.PROXY, self._proxy_for(request.url))
        if request.headers != slot.headers:
            self._set_headers(slot, request.headers)
        self._busy[curl] = slot
        self._multi.add_handle(curl)

    def poll(self, seconds: float) -> list[tuple[Token, Answer]]:
        """Drive the transfers and return the answers that came within ``seconds``."""
        done, self._early = self._early, []
        wait = 0.0 if done else seconds
        if self._names:
            wait = min(wait, 0.05)
        if self._deadline is not None:
            wait = min(wait, max(0.0, self._deadline - time.monotonic()))
        act = self._multi.socket_action
        if self._fds:
            for fd, mask in self._events.poll(wait):
                act(fd, (mask & 1) | (mask & 4) >> 1 or _ERROR)
        elif wait > 0:
            time.sleep(wait)
        if self._deadline is not None and time.monotonic() >= self._deadline:
            self._deadline = None
            act(self._pycurl.SOCKET_TIMEOUT, 0)
        self._collect(done)
        if self._names:
            self._names.collect(done)
        return done

    def close(self) -> None:
        """Drop every transfer and close the connections."""
        for slot in self._busy.values():
            self._multi.remove_handle(slot.curl)
            slot.curl.close()
        for slot in self._free:
            slot.curl.close()
        self._busy.clear()
        self._free.clear()
        self._multi.close()
        self._events.close()
        self._names.close()

    def _new_slot(self) -> _Slot:
        pycurl = self._pycurl
        curl = pycurl.Curl()
        slot = _Slot(curl)
        for option, value in (
            (pycurl.NOSIGNAL, 1),
            (pycurl.USERAGENT, self._agent),
            (pycurl.ACCEPT_ENCODING, ""),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.TIMEOUT_MS, int(self._timeout * 1000)),
            (pycurl.CONNECTTIMEOUT_MS, int(self._timeout * 1000)),
            (pycurl.BUFFERSIZE, MAX_DRAIN),
            (pycurl.HEADERFUNCTION, slot.head.append),
            (pycurl.WRITEFUNCTION, slot.on_body),
            (pycurl.PROXY, ""),
            (pycurl.CAINFO, _ca_file()),
        ):
            curl.setopt(option, value)
        self._set_headers(slot, ())
        if not self._allow_private:
            curl.setopt(pycurl.OPENSOCKETFUNCTION, lambda purpose, address: self._open(slot, address))
        return slot

    def _set_headers(self, slot: _Slot, extra: tuple[str, ...]) -> None:
        slot.headers = extra
        standard = (
            "Accept: text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
            f"Accept-Language: {self._language}",
        )
        names = {line.partition(":")[0].lower() for line in extra}
        lines = [line for line in standard if line.partition(":")[0].lower() not in names] if extra else standard
        slot.curl.setopt(self._pycurl.HTTPHEADER, [line.encode() for line in (*lines, *extra)])

    def _open(self, slot: _Slot, address: Any) -> Any:
        family, kind, protocol, place = address
        if not self._proxy_for(slot.url) and not is_public(str(place[0])):
            slot.refused = f"{urlsplit(slot.url).hostname} leads to {place[0]}, in a private network"
            return self._pycurl.SOCKET_BAD
        return socket.socket(family, kind, protocol)

    def _proxy_for(self, url: str) -> str:
        if not self._proxies:
            return ""
        from urllib.request import proxy_bypass

        parts = urlsplit(url)
        if proxy_bypass(parts.hostname or ""):
            return ""
        return self._proxies.get(parts.scheme) or self._proxies.get("all", "")

    def _on_socket(self, event: int, fd: int, multi: Any, data: Any) -> None:
        if event == _POLL_REMOVE:
            if self._fds.pop(fd, None) is not None:
                self._events.unregister(fd)
            return
        mask = (event & 1) | (event & 2) << 1
        if fd not in self._fds:
            self._events.register(fd, mask)
        elif self._fds[fd] != mask:
            self._events.modify(fd, mask)
        self._fds[fd] = mask

    def _on_timer(self, ms: int) -> None:
        self._deadline = None if ms < 0 else time.monotonic() + ms / 1000

    def _collect(self, done: list[tuple[Token, Answer]]) -> None:
        while True:
            queued, good, bad = self._multi.info_read()
            for curl in good:
                self._finish(curl, 0, "", done)
            for curl, code, text in bad:
                self._finish(curl, code, text, done)
            if not queued:
                return

    def _finish(self, curl: Any, code: int, text: str, done: list[tuple[Token, Answer]]) -> None:
        self._multi.remove_handle(curl)
        slot = self._busy.pop(curl)
        head = b"".join(slot.head)
        if (last := head.rfind(b"\nHTTP/")) >= 0:
            head = head[last + 1 :]
        answer = Answer(
            head=head,
            body=b"".join(slot.body) if slot.body else b"",
            cut=slot.cut,
            size=slot.kept + slot.drained,
            ms=int((time.monotonic() - slot.began) * 1000),
        )
        token = slot.token
        # A body that breaks off, drips or is not what its length says comes from a page that is there.
        whole = code == 0 or b"\r\n\r\n" in head or b"\n\n" in head
        answer.status = int(curl.getinfo(self._pycurl.RESPONSE_CODE)) if whole else 0
        if answer.status:
            answer.cut = answer.cut or code != 0
        elif slot.refused:
            answer.error, answer.detail = "private", slot.refused
        else:
            answer.error, answer.detail = _ERRORS.get(code, "unreachable"), text
            if "Too large" in text:
                answer.error = "too-large"
            if answer.error == "unreachable" and curl.getinfo(self._pycurl.OS_ERRNO) == errno.ECONNREFUSED:
                answer.error = "refused"
        self._free.append(slot)
        if answer.error == "dns" and not self._proxies:
            self._names.ask(urlsplit(curl.getinfo(self._pycurl.EFFECTIVE_URL)).hostname or "", token, answer)
            return
        done.append((token, answer))


# CURL_POLL_REMOVE and CURL_CSELECT_ERR; CURL_POLL_IN, _OUT and CURL_CSELECT_IN, _OUT are 1 and 2.
_POLL_REMOVE = 4
_ERROR = 4
# https://curl.se/libcurl/c/libcurl-errors.html; not all of these numbers have a name in pycurl.
_ERRORS = {
    1: "garbage",  # unsupported protocol; also an answer that is not HTTP
    3: "bad-url",
    5: "proxy",  # proxy's name not found
    6: "dns",
    7: "unreachable",
    8: "garbage",  # weird server reply
    16: "garbage",  # HTTP/2 framing
    18: "reset",  # partial file
    23: "too-large",  # our own callback gave up
    28: "timeout",
    35: "tls",
    52: "empty",
    55: "reset",
    56: "reset",
    58: "tls",
    59: "tls",
    60: "tls",
    61: "garbage",  # unknown content encoding
    66: "tls",
    77: "tls",
    83: "tls",
    92: "garbage",  # HTTP/2 stream
    97: "proxy",
    100: "too-large",
}


def _ca_file() -> str:
    if named := os.environ.get("SSL_CERT_FILE"):
        return named
    import certifi

    return certifi.where()


def _proxies() -> dict[str, str]:
    # Most machines have none, and `urllib.request` takes a third of the start-up.
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    from urllib.request import getproxies_environment

    found = getproxies_environment()
    return found if any(scheme in found for scheme in ("http", "https", "all")) else {}
