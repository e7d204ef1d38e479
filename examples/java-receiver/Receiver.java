import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives webhooks. Run it with Java 17 or later: AGHANIM_WEBHOOK_SECRET=whsec_… java Receiver.java 3000
 */
public final class Receiver {
  // #region verify-signature
  /** The greatest age of a signature, in seconds. */
  static final long TOLERANCE = 300;

  /** `raw` has the bytes of the body as they were received, before any parsing. */
  static boolean isSigned(Headers headers, byte[] raw, String secret) throws GeneralSecurityException {
    String timestamp = headers.getFirst("X-Aghanim-Signature-Timestamp");
    String given = headers.getFirst("X-Aghanim-Signature");
    if (given == null || timestamp == null || !timestamp.matches("\\d{1,12}")) return false;
    if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE) return false;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = HexFormat.of().formatHex(mac.doFinal(raw)).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
  }
  // #endregion

  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", Receiver::handle);
    server.start();
    System.out.println("Listening on http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void handle(HttpExchange exchange) throws IOException {
    byte[] raw = exchange.getRequestBody().readAllBytes();
    boolean isSigned = false;
    try {
      isSigned = isSigned(exchange.getRequestHeaders(), raw, System.getenv("AGHANIM_WEBHOOK_SECRET"));
    } catch (GeneralSecurityException error) {
      error.printStackTrace();
    }
    // Here a game server grants the items, unless it knows the idempotency_key of the event.
    byte[] answer = (isSigned
            ? "{\"status\":\"ok\"}"
            : "{\"status\":\"error\",\"code\":\"invalid_signature\",\"message\":\"Wrong signature.\"}")
        .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(isSigned ? 200 : 401, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
