# A small game backend: it sells items through Aghanim, and grants them when a webhook says that they are paid.

require 'json'
require 'net/http'
require 'openssl'
require 'socket'

# region verify-signature
TOLERANCE = 300 # The greatest age of a signature, in seconds.

# `raw` has the bytes of the body as they were received, before any parsing.
def signed?(headers, raw, secret)
  timestamp = headers['x-aghanim-signature-timestamp'].to_s
  return false unless timestamp.match?(/\A\d+\z/) && (Time.now.to_i - timestamp.to_i).abs <= TOLERANCE

  expected = OpenSSL::HMAC.hexdigest('SHA256', secret, "#{timestamp}.#{raw}")
  given = headers['x-aghanim-signature'].to_s
  given.bytesize == expected.bytesize && OpenSSL.fixed_length_secure_compare(given, expected)
end
# endregion

class Game
  BANNED = ['darth-maul'].freeze

  attr_accessor :api_url, :key, :secret, :failures
  attr_reader :inventory

  def initialize
    @failures = 0 # How many of the next webhooks find the database down.
    @inventory = Hash.new { |players, player| players[player] = Hash.new(0) }
    @handled = {}
    @mutex = Mutex.new
  end

  def create_order(player, sku)
    call(Net::HTTP::Post, '/orders', { player_id: player, items: [{ sku: sku }] })['order_id']
  end

  def order_status(order_id)
    call(Net::HTTP::Get, "/orders/#{order_id}")['status']
  end

  # The answer may be lost after the refund was made: the order tells whether it was.
  def refund(order_id)
    3.times do
      return call(Net::HTTP::Post, "/orders/#{order_id}/refund", { reason: 'asked for' })
    rescue SystemCallError, EOFError, IOError
      return if %w[refunded refund_requested].include?(order_status(order_id))
    end
    raise "order #{order_id} could not be refunded"
  end

  # Returns the status and the body of the answer to a webhook.
  def handle(headers, raw)
    unless signed?(headers, raw, @secret)
      return [401, { status: 'error', code: 'invalid_signature', message: 'Wrong signature.' }]
    end
    @mutex.synchronize do
      if @failures.positive?
        @failures -= 1
        next [500, { status: 'error', code: 'database', message: 'The database is down.' }]
      end
      event = JSON.parse(raw)
      @handled[event['idempotency_key']] ||= apply(event)
    end
  end

  private

  def apply(event)
    data = event['event_data']
    case event['event_type']
    when 'item.add'
      if BANNED.include?(data['player_id'])
        return [400, { status: 'error', code: 'declined', message: 'This player is banned.' }]
      end
      change(data, 1)
    when 'item.remove' then change(data, -1)
    end
    [200, { status: 'ok' }]
  end

  def change(data, sign)
    data['items'].each { |item| @inventory[data['player_id']][item['sku']] += sign * item['quantity'] }
  end

  def call(kind, path, body = nil)
    uri = URI(@api_url + path)
    request = kind.new(uri, 'Authorization' => "Bearer #{@key}", 'Content-Type' => 'application/json')
    request.body = JSON.generate(body) if body
    answer = Net::HTTP.start(uri.host, uri.port, max_retries: 0, read_timeout: 10) { |http| http.request(request) }
    raise "#{path} answered #{answer.code}: #{answer.body}" unless answer.is_a?(Net::HTTPSuccess)

    JSON.parse(answer.body)
  end
end

# The webhook endpoint, on a free port.
class WebhookServer
  def initialize(game)
    @server = TCPServer.new('127.0.0.1', 0)
    @thread = Thread.new do
      loop { Thread.new(@server.accept) { |socket| answer(game, socket) } }
    rescue IOError
      # The server was closed.
    end
  end

  def url
    "http://127.0.0.1:#{@server.addr[1]}/webhook"
  end

  def close
    @server.close
    @thread.join
  end

  private

  def answer(game, socket)
    socket.gets
    headers = {}
    while (line = socket.gets) && line != "\r\n"
      name, value = line.chomp.split(': ', 2)
      headers[name.downcase] = value
    end
    status, body = game.handle(headers, socket.read(headers['content-length'].to_i))
    text = JSON.generate(body)
    socket.write("HTTP/1.1 #{status} Status\r\nContent-Type: application/json\r\n" \
                 "Content-Length: #{text.bytesize}\r\nConnection: close\r\n\r\n#{text}")
  ensure
    socket.close
  end
end
