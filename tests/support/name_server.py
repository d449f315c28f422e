"""A name server on the loopback that knows some TXT records and no others."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from socketserver import BaseRequestHandler, UDPServer
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@contextmanager
def name_server(records: Mapping[str, str]) -> Iterator[int]:
    """Gives the port."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            query = dns.message.from_wire(self.request[0])
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.AA
            name = query.question[0].name
            text = records.get(name.to_text(omit_final_dot=True))
            if text is None:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            else:
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", f'"{text}"'))
            self.request[1].sendto(answer.to_wire(), self.client_address)

    with UDPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
