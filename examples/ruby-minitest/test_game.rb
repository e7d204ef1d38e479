require 'minitest/autorun'
require_relative 'aghanim_emulator'
require_relative 'game'

class TestGame < Minitest::Test
  parallelize_me!

  SKU = 'CRS-82500'.freeze
  COINS = 82_500 # What the item contains.

  # Each test has a backend, and a game of the emulator of its own.
  def setup
    @backend, @emulator, @server = start
  end

  def teardown
    @emulator.delete
    @server.close
  end

  def test_grants_what_was_paid
    order = paid_order
    assert_equal COINS, @backend.inventory['luke'][SKU]
    assert_equal ['order.created', 'order.paid', 'item.add 200'], @emulator.timeline(order)
  end

  def test_grants_once_when_an_event_comes_twice
    paid_order
    again = @emulator.resend(@emulator.settled[0]['id'])
    assert_equal 2, again[0]['attempts'].length
    assert_equal COINS, @backend.inventory['luke'][SKU]
  end

  def test_grants_after_two_failures
    @backend.failures = 2
    order = @backend.create_order('luke', SKU)
    @emulator.pay(order)
    @emulator.send_now
    assert_equal COINS, @backend.inventory['luke'][SKU]
    assert_equal 'item.add 500 500 200', @emulator.timeline(order).last
  end

  def test_declines_a_banned_player_who_gets_the_money_back
    order = paid_order('darth-maul')
    assert_equal 0, @backend.inventory['darth-maul'][SKU]
    assert_equal 'refunded', @backend.order_status(order)
  end

  def test_takes_back_what_was_refunded
    order = paid_order
    @backend.refund(order)
    @emulator.settled
    assert_equal 0, @backend.inventory['luke'][SKU]
  end

  def test_an_expired_order_cannot_be_paid
    order = @backend.create_order('luke', SKU)
    @emulator.advance('25h')
    refused = assert_raises(EmulatorGame::Refused) { @emulator.pay(order) }
    assert_equal 409, refused.status
  end

  def test_refunds_once_when_the_answer_is_lost
    order = paid_order
    @emulator.fault('POST /v1/orders/{order_id}/refund', 'lost_after_commit')
    @backend.refund(order)
    @emulator.settled
    assert_equal 0, @backend.inventory['luke'][SKU]
    assert_equal 1, @emulator.timeline(order).count('item.remove 200')
  end

  def test_games_share_nothing
    others = Array.new(3) do
      Thread.new do
        backend, emulator, server = start
        emulator.pay(backend.create_order('luke', SKU))
        emulator.settled
        emulator.delete
        server.close
        backend.inventory['luke'][SKU]
      end
    end
    assert_equal [COINS] * 3, others.map(&:value)
    assert_equal 0, @backend.inventory['luke'][SKU]
  end

  private

  def start
    backend = Game.new
    server = WebhookServer.new(backend)
    emulator = EmulatorGame.new(server.url)
    backend.api_url = emulator.api_url
    backend.key = emulator.key
    backend.secret = emulator.webhook_secret
    [backend, emulator, server]
  end

  def paid_order(player = 'luke')
    order = @backend.create_order(player, SKU)
    @emulator.pay(order)
    @emulator.settled
    order
  end
end
