"""Requests over the wire for the link checker: a small protocol and its libcurl engine.

`Transport` is the seam: the queue starts requests and polls answers, and neither knows nor cares who carries them.
`Curl` does HTTP/1.1 and 2, TLS, proxies, IDN and decompression (https://curl.se/libcurl/c/) on one thread.
"""

from biblio.links.transport.curl import Curl
from biblio.links.transport.messages import MAX_DRAIN, Answer, Request, Token, Transport

__all__ = ["MAX_DRAIN", "Answer", "Curl", "Request", "Token", "Transport"]
