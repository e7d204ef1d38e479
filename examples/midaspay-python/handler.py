"""A game server's handler of MidasPay notifications, with Python's standard library alone.

    PORT=3000 python3 examples/midaspay-python/handler.py

The standard library has no RSA. Verifying PKCS#1 v1.5 takes one modular power, so the example does it itself; a
server that has the `cryptography` package should use that instead.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

PORT = int(os.environ.get("PORT", "3000"))
EMULATOR = os.environ.get("EMULATOR_URL", "http://localhost:4242")
TOLERANCE = 300  # How old a signature may be, in seconds.
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, 9.2


def read_der(data, offset=0):
    """The content of the ASN.1 value at the offset, and the offset of the next value."""
    length, start = data[offset + 1], offset + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    return data[start : start + length], start + length


def read_key(pem):
    """Modulus and exponent of a public key in PEM (SubjectPublicKeyInfo)."""
    der = base64.b64decode(re.sub(r"-----[A-Z ]+-----|\s", "", pem))
    info, _ = read_der(der)
    _, after_algorithm = read_der(info)
    bits, _ = read_der(info, after_algorithm)
    key, _ = read_der(bits, 1)  # The first byte counts unused bits.
    modulus, after_modulus = read_der(key)
    exponent, _ = read_der(key, after_modulus)
    return int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")


def verify(key, text, signature):
    modulus, exponent = key
    size = (modulus.bit_length() + 7) // 8
    if len(signature) != size:
        return False
    found = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big")
    digest = SHA256_PREFIX + hashlib.sha256(text).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return hmac.compare_digest(found, padded)


# In production, a file that MidasPay gave you.
with urllib.request.urlopen(f"{EMULATOR}/_emulator/midaspay/certificate") as response:
    CERTIFICATE = json.load(response)
KEY = read_key(CERTIFICATE["public_key"])

# A real server keeps this in its database: the order and the type identify a notification, there is no event id.
handled = set()


def handle(notification):
    kind, order, user = (notification[name] for name in ("notification_type", "order", "user"))
    if (order["id"], kind) in handled:
        return
    handled.add((order["id"], kind))
    items = ", ".join(f"{item['quantity']} × {item['sku']}" for item in notification["items"])
    verb = {"OrderPaid": "grant to", "OrderCancelled": "take from"}.get(kind, "ignore for")
    print(f"{verb} {user['external_id']}: {items}", flush=True)


class Handler(BaseHTTPRequestHandler):
    def is_signed(self, body):
        timestamp, nonce = self.headers["Txgw-Timestamp"], self.headers["Txgw-Nonce"]
        if self.headers["Txgw-Serial"] != CERTIFICATE["serial"] or not timestamp.isdigit():
            return False
        if abs(time.time() - int(timestamp)) > TOLERANCE:
            return False
        # The last newline is part of the signed text.
        text = f"{timestamp}\n{nonce}\n".encode() + body + b"\n"
        return verify(KEY, text, base64.b64decode(self.headers["Txgw-Signature"]))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.is_signed(body):
            handle(json.loads(body))
            self.answer(200, {"processed": True})
        else:
            self.answer(401, {"processed": False, "message": "wrong signature"})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", PORT), Handler)
    print(f"listening on {PORT}", flush=True)
    server.serve_forever()
