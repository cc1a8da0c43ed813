"""Connections: to addresses that have passed the guard, or through the proxies of the environment."""

import asyncio
import socket
import ssl
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from biblio.addresses import is_public
from biblio.errors import AddressRefused


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves names itself and connects only to an address that has passed the guard."""

    def __init__(self, allow_private: bool) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"{host}: name not found") from error
        addresses = list(dict.fromkeys(str(address[4][0]) for address in found))
        allowed = [address for address in addresses if self._allow_private or is_public(address)]
        if not allowed:
            raise AddressRefused(
                f"{host} leads to {', '.join(addresses)}, in a private network", "allow it with --allow-private"
            )
        for address in allowed[:-1]:
            try:
                return await self._inner.connect_tcp(address, port, *args, **kwargs)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(allowed[-1], port, *args, **kwargs)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a pool with our network backend, which httpx itself offers no way to pass."""

    def __init__(self, context: ssl.SSLContext, allow_private: bool) -> None:
        super().__init__(verify=context)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, http2=True, max_connections=50, network_backend=_GuardedBackend(allow_private)
        )


class Router(httpx.AsyncBaseTransport):
    """Sends each request through the proxy that the environment names for it, or directly.

    ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` as the standard library reads them.
    """

    def __init__(self, allow_private: bool) -> None:
        context = httpx.create_ssl_context()
        self._context = context
        self._direct = _GuardedTransport(context, allow_private)
        self._proxied: dict[str, httpx.AsyncHTTPTransport] = {}

    def proxy_for(self, url: httpx.URL) -> str:
        """Return the proxy's address for ``url``, or an empty string."""
        proxies = getproxies()
        proxy = proxies.get(url.scheme) or proxies.get("all") or ""
        if not proxy or proxy_bypass(f"{url.host}:{url.port}" if url.port else url.host):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        proxy = self.proxy_for(request.url)
        if not proxy:
            return await self._direct.handle_async_request(request)
        if proxy not in self._proxied:
            self._proxied[proxy] = httpx.AsyncHTTPTransport(verify=self._context, http2=True, proxy=proxy)
        return await self._proxied[proxy].handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for transport in (self._direct, *self._proxied.values()):
            await transport.aclose()
