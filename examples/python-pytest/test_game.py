from concurrent.futures import ThreadPoolExecutor

import pytest

from aghanim_fixtures import Refused, new_game  # noqa: F401
from game import Game, serve

SKU = "CRS-82500"
COINS = 82500  # What the item contains.


@pytest.fixture
def setting(new_game):  # noqa: F811
    """A function that starts a backend with a game of the emulator of its own."""
    servers = []

    def create():
        backend = Game("", "")
        server, webhook_url = serve(backend)
        servers.append(server)
        emulator = new_game(webhook_url)
        backend.api_url, backend.key, backend.secret = emulator.api_url, emulator.key, emulator.webhook_secret
        return backend, emulator

    yield create
    for server in servers:
        server.shutdown()
        server.server_close()


def test_grants_what_was_paid(setting):
    backend, emulator = setting()
    order = backend.create_order("luke", SKU)
    emulator.pay(order)
    emulator.settled()
    assert backend.inventory["luke"] == {SKU: COINS}
    assert emulator.timeline(order) == ["order.created", "order.paid", "item.add 200"]


def test_grants_once_when_an_event_comes_twice(setting):
    backend, emulator = setting()
    emulator.pay(backend.create_order("luke", SKU))
    [delivery] = emulator.settled()
    [again] = emulator.resend(delivery["id"])
    assert len(again["attempts"]) == 2
    assert backend.inventory["luke"] == {SKU: COINS}


def test_grants_after_two_failures(setting):
    backend, emulator = setting()
    backend.failures = 2
    order = backend.create_order("luke", SKU)
    emulator.pay(order)
    emulator.send_now()
    assert backend.inventory["luke"] == {SKU: COINS}
    assert emulator.timeline(order)[-1] == "item.add 500 500 200"


def test_declines_a_banned_player_who_gets_the_money_back(setting):
    backend, emulator = setting()
    order = backend.create_order("darth-maul", SKU)
    emulator.pay(order)
    emulator.settled()
    assert "darth-maul" not in backend.inventory
    assert backend.order_status(order) == "refunded"


def test_takes_back_what_was_refunded(setting):
    backend, emulator = setting()
    order = backend.create_order("luke", SKU)
    emulator.pay(order)
    emulator.settled()
    backend.refund(order)
    emulator.settled()
    assert backend.inventory["luke"] == {SKU: 0}


def test_an_expired_order_cannot_be_paid(setting):
    backend, emulator = setting()
    order = backend.create_order("luke", SKU)
    emulator.advance("25h")
    with pytest.raises(Refused) as refused:
        emulator.pay(order)
    assert refused.value.status == 409
    assert backend.inventory == {}


def test_refunds_once_when_the_answer_is_lost(setting):
    backend, emulator = setting()
    order = backend.create_order("luke", SKU)
    emulator.pay(order)
    emulator.settled()
    emulator.fault("POST /v1/orders/{order_id}/refund", "lost_after_commit")
    backend.refund(order)
    emulator.settled()
    assert backend.inventory["luke"] == {SKU: 0}
    assert emulator.timeline(order).count("item.remove 200") == 1


def test_games_share_nothing(setting):
    def play(_):
        backend, emulator = setting()
        emulator.pay(backend.create_order("luke", SKU))
        emulator.settled()
        return backend.inventory

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(play, range(4))) == [{"luke": {SKU: COINS}}] * 4
