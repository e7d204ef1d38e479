# Copy this file into your tests. Run them with an emulator: aghanim-emulator exec -- ruby test_game.rb

require 'json'
require 'net/http'

# A game of the emulator for one test.
class EmulatorGame
  # The emulator refused a call, or what a wait asked for did not come.
  class Refused < StandardError
    attr_reader :status

    def initialize(status, detail)
      @status = status
      super("#{status}: #{detail}")
    end
  end

  URL = ENV.fetch('AGHANIM_EMULATOR_URL', 'http://127.0.0.1:4242')
  PASSWORD = ENV.fetch('AGHANIM_PASSWORD', '')

  attr_reader :key, :webhook_secret

  def initialize(webhook_url)
    created = call(Net::HTTP::Post, '/games', { webhook: { url: webhook_url } })
    @id, @key, @webhook_secret = created.values_at('game_id', 'key', 'webhook_secret')
  end

  def api_url
    "#{URL}/s2s/v1"
  end

  def pay(order_id, card = '4242424242424242')
    call(Net::HTTP::Post, "/orders/#{order_id}/pay", { card: card })
  end

  # Waits until no webhook is pending.
  def settled
    call(Net::HTTP::Get, '/deliveries?wait=settled&timeout_ms=30000')['data']
  end

  # Sends what the retry schedule would send later, until no webhook is pending.
  def send_now
    call(Net::HTTP::Post, '/deliveries/run', { until: 'settled' })
  end

  def resend(delivery_id)
    call(Net::HTTP::Post, "/deliveries/#{delivery_id}/resend")
    settled
  end

  def advance(by)
    call(Net::HTTP::Post, '/clock/advance', { by: by })
  end

  def fault(operation, *answers)
    call(Net::HTTP::Post, '/faults', { operation: operation, answers: answers })
  end

  def timeline(order_id)
    call(Net::HTTP::Get, "/orders/#{order_id}/timeline")['timeline']
  end

  def delete
    call(Net::HTTP::Delete, "/games/#{@id}")
  end

  private

  def call(kind, path, body = {})
    uri = URI("#{URL}/_emulator#{path}")
    request = kind.new(uri, 'Content-Type' => 'application/json')
    # --password protects the control API; the key is the user name.
    if PASSWORD.empty?
      request['Authorization'] = "Bearer #{@key}" if @key
    else
      request.basic_auth(@key.to_s, PASSWORD)
    end
    request.body = JSON.generate(body) if kind == Net::HTTP::Post
    answer = Net::HTTP.start(uri.host, uri.port, read_timeout: 120) { |http| http.request(request) }
    parsed = JSON.parse(answer.body)
    raise Refused.new(answer.code.to_i, parsed['detail']) unless answer.is_a?(Net::HTTPSuccess)

    parsed
  end
end
