"""HTTP/2 is spoken where a server offers it, and the address that was checked is the one connected to."""

import asyncio
import ssl
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest
import trustme

from biblio.http import Client
from biblio.sources import Pace, Request


class Server:
    """A server that speaks HTTP/2 only and counts its connections."""

    def __init__(self) -> None:
        self.connections = 0
        self.agents: list[str] = []

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        talk.initiate_connection()
        writer.write(talk.data_to_send())
        while data := await reader.read(65536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self.agents.append(dict(event.headers)["user-agent"])
                    talk.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/plain")])
                    talk.send_data(event.stream_id, b"two", end_stream=True)
            writer.write(talk.data_to_send())
        writer.close()


def test_requests_share_one_http2_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    authority.issue_cert("localhost").configure_cert(context)
    server = Server()

    async def talk() -> list[bytes]:
        listening = await asyncio.start_server(server.connected, "127.0.0.1", 0, ssl=context)
        port = listening.sockets[0].getsockname()[1]
        pace = Pace(per_second=1000, parallel=3)
        async with Client(allow_private=True, default_pace=pace) as client:
            first = await client.fetch(Request(url=f"https://localhost:{port}/0"))
            assert not first.problem
            rest = [client.fetch(Request(url=f"https://localhost:{port}/{n}")) for n in range(1, 6)]
            bodies = [first.body, *(response.body for response in await asyncio.gather(*rest))]
        listening.close()
        return bodies

    assert asyncio.run(talk()) == [b"two"] * 6
    assert server.connections == 1
    assert all(agent.startswith("biblio/") for agent in server.agents)
