"""Copy this file into your tests. It has no dependencies but pytest.

Run the tests with an emulator:  aghanim-emulator exec -- pytest
"""

import base64
import json
import os
import urllib.error
import urllib.request

import pytest


class Refused(Exception):
    """The emulator refused a call, or what a wait asked for did not come."""

    def __init__(self, status, answer):
        super().__init__(f"{status}: {answer.get('detail')}")
        self.status = status
        self.pending = answer.get("pending", [])
        self.planned = answer.get("planned", [])


class EmulatorGame:
    """A game of the emulator for one test."""

    def __init__(self, url, created):
        self.url = url
        self.api_url = f"{url}/s2s/v1"
        self.id = created["game_id"]
        self.key = created["key"]
        self.webhook_secret = created["webhook_secret"]

    def call(self, method, path, body=None):
        return call(self.url, method, path, body, self.key)

    def pay(self, order_id, card="4242424242424242"):
        return self.call("POST", f"/orders/{order_id}/pay", {"card": card})

    def settled(self):
        """Waits until no webhook is pending."""
        return self.call("GET", "/deliveries?wait=settled&timeout_ms=30000")["data"]

    def send_now(self):
        """Sends what the retry schedule would send later, until no webhook is pending."""
        return self.call("POST", "/deliveries/run", {"until": "settled"})["data"]

    def resend(self, delivery_id):
        self.call("POST", f"/deliveries/{delivery_id}/resend")
        return self.settled()

    def advance(self, by):
        return self.call("POST", "/clock/advance", {"by": by})

    def fault(self, operation, *answers):
        return self.call("POST", "/faults", {"operation": operation, "answers": list(answers)})

    def timeline(self, order_id):
        return self.call("GET", f"/orders/{order_id}/timeline")["timeline"]


def call(url, method, path, body=None, key=None):
    data = None if body is None and method != "POST" else json.dumps(body or {}).encode()
    headers = {"Content-Type": "application/json"}
    password = os.environ.get("AGHANIM_PASSWORD")
    if password:
        # --password protects the control API; the key is the user name.
        credentials = base64.b64encode(f"{key or ''}:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {credentials}"
    elif key is not None:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(f"{url}/_emulator{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Refused(error.code, json.load(error)) from None


@pytest.fixture
def new_game():
    """A function that creates a game with a webhook; the games are deleted after the test."""
    url = os.environ.get("AGHANIM_EMULATOR_URL", "http://127.0.0.1:4242")
    games = []

    def create(webhook_url):
        games.append(EmulatorGame(url, call(url, "POST", "/games", {"webhook": {"url": webhook_url}})))
        return games[-1]

    yield create
    for game in games:
        call(url, "DELETE", f"/games/{game.id}")
