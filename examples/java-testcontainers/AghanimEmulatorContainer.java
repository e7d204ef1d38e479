import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.testcontainers.Testcontainers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The emulator in a container, for tests with Testcontainers. The image is that of the Dockerfile of the emulator.
 *
 * <pre>{@code
 * Testcontainers.exposeHostPorts(8080); // the port of the code under test
 * try (var emulator = new AghanimEmulatorContainer("aghanim-emulator").withHostPort(8080)) {
 *   emulator.start();
 *   // give emulator.apiUrl() and "s2s_sandbox_local" to the code under test, and let it create an order
 *   emulator.control("POST", "/orders/" + order + "/pay", "{\"card\": \"4242424242424242\"}");
 *   emulator.control("GET", "/deliveries?wait=settled", null);
 * }
 * }</pre>
 */
public class AghanimEmulatorContainer extends GenericContainer<AghanimEmulatorContainer> {
  private static final int PORT = 4242;
  private final HttpClient client = HttpClient.newHttpClient();
  private String password = "";

  public AghanimEmulatorContainer(String image) {
    super(DockerImageName.parse(image));
    withExposedPorts(PORT);
    withEnv("AGHANIM_EPHEMERAL", "on");
    // A webhook URL may say localhost: it means the machine that the tests run on.
    withEnv("AGHANIM_LOOPBACK_HOST", "host.testcontainers.internal");
    waitingFor(Wait.forHttp("/readyz").forPort(PORT));
  }

  /** Lets the container reach a port of the machine that the tests run on. */
  public AghanimEmulatorContainer withHostPort(int port) {
    Testcontainers.exposeHostPorts(port);
    return this;
  }

  /** Protects dashboard and control API, where other machines can reach the container. */
  public AghanimEmulatorContainer withPassword(String password) {
    this.password = password;
    withEnv("AGHANIM_PASSWORD", password);
    return this;
  }

  public String url() {
    return "http://" + getHost() + ":" + getMappedPort(PORT);
  }

  /** Where a client of the S2S API sends its requests. */
  public String apiUrl() {
    return url() + "/s2s/v1";
  }

  /** A call of the control API, below /_emulator. Returns the JSON of the answer. */
  public String control(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher sent =
        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + "/_emulator" + path))
            .method(method, sent)
            .header("Content-Type", "application/json");
    if (!password.isEmpty()) {
      byte[] credentials = (":" + password).getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
