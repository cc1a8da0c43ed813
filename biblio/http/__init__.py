"""The only client: identity, pacing per host, retries, cache, limits, address guard.

Whatever the sources ask for goes through `Client.fetch`, which never raises for what the network does: a failure is
a `Response` with a ``problem``. Blocked is blocked: a bot wall is recorded and not tried again with other headers.
"""

from biblio.http.client import Cache, Client, Limits

__all__ = ["Cache", "Client", "Limits"]
