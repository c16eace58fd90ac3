"""For `make run-lan`: hands the trial authority's certificate to phones, and nothing else.

python -m scripts.lan_trust ADDRESS PORT FILE
"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class OneFile(BaseHTTPRequestHandler):
    """Every address answers with the certificate: a phone offers to install what has this type."""

    content = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-x509-ca-cert")
        self.send_header("Content-Disposition", 'attachment; filename="suratsampai-coba.crt"')
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: object) -> None:
        """Keep no record of who asks."""


if __name__ == "__main__":
    OneFile.content = Path(sys.argv[3]).read_bytes()
    HTTPServer((sys.argv[1], int(sys.argv[2])), OneFile).serve_forever()
