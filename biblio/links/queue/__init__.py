"""Many visits at once, politely: a queue per host with its pace, retries, an eye on our own network. One thread."""

from biblio.links.queue.pace import Pace, retry_delay, wait_wanted
from biblio.links.queue.queue import Queue

__all__ = ["Pace", "Queue", "retry_delay", "wait_wanted"]
