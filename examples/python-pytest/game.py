"""A small game backend: it sells items through Aghanim, and grants them when a webhook says that they are paid."""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BANNED = {"darth-maul"}

# region verify-signature
TOLERANCE = 300  # The greatest age of a signature, in seconds.


def is_signed(headers, raw, secret):
    """`raw` has the bytes of the body as they were received, before any parsing."""
    timestamp = headers.get("X-Aghanim-Signature-Timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE:
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, headers.get("X-Aghanim-Signature", ""))
# endregion


class Game:
    def __init__(self, api_url, key):
        self.api_url = api_url
        self.key = key
        self.secret = ""
        self.inventory = {}
        self.failures = 0  # How many of the next webhooks find the database down.
        self._handled = {}
        self._lock = threading.Lock()

    def create_order(self, player, sku):
        return self._call("POST", "/orders", {"player_id": player, "items": [{"sku": sku}]})["order_id"]

    def order_status(self, order_id):
        return self._call("GET", f"/orders/{order_id}")["status"]

    def refund(self, order_id):
        """The answer may be lost after the refund was made: the order tells whether it was."""
        for _ in range(3):
            try:
                self._call("POST", f"/orders/{order_id}/refund", {"reason": "asked for"})
                return
            except (OSError, ValueError) as error:
                if isinstance(error, urllib.error.HTTPError):
                    raise
                if self.order_status(order_id) in ("refunded", "refund_requested"):
                    return
        raise RuntimeError(f"order {order_id} could not be refunded")

    def handle(self, headers, raw):
        """Returns the status and the body of the answer to a webhook."""
        if not is_signed(headers, raw, self.secret):
            return 401, {"status": "error", "code": "invalid_signature", "message": "Wrong signature."}
        with self._lock:
            if self.failures > 0:
                self.failures -= 1
                return 500, {"status": "error", "code": "database", "message": "The database is down."}
            event = json.loads(raw)
            key = event["idempotency_key"]
            if key not in self._handled:
                self._handled[key] = self._apply(event)
            return self._handled[key]

    def _apply(self, event):
        data = event["event_data"]
        if event["event_type"] == "item.add":
            if data["player_id"] in BANNED:
                return 400, {"status": "error", "code": "declined", "message": "This player is banned."}
            self._change(data, 1)
        elif event["event_type"] == "item.remove":
            self._change(data, -1)
        return 200, {"status": "ok"}

    def _change(self, data, sign):
        items = self.inventory.setdefault(data["player_id"], {})
        for item in data["items"]:
            items[item["sku"]] = items.get(item["sku"], 0) + sign * item["quantity"]

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.api_url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


def serve(game):
    """Starts the webhook endpoint on a free port. Returns the server and its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body = game.handle(self.headers, raw)
            answer = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/webhook"
