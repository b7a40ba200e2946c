package dev.yadori.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Chromium without a window, by the WebDriver protocol that its driver speaks. */
public final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process driver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String server;
    private String session = "";

    private Browser(Process driver, int port) {
        this.driver = driver;
        this.server = "http://127.0.0.1:" + port;
    }

    /** Starts one that takes any certificate: what it is told to open is the cluster under test. */
    public static Browser start() throws IOException {
        assertThat(DRIVER)
                .as("of Debian's packages chromium and chromium-driver")
                .isExecutable();
        int port = freePort();
        var driver = new ProcessBuilder(DRIVER.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var browser = new Browser(driver, port);
        try {
            Awaitility.await("chromedriver")
                    .atMost(START)
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> browser.call("GET", "/status", Map.of())
                            .path("ready")
                            .asBoolean());
            browser.session = browser.call("POST", "/session", capabilities())
                    .path("sessionId")
                    .asText();
            return browser;
        } catch (RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    private static Map<String, Object> capabilities() {
        var arguments = new ArrayList<>(
                List.of("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,1000"));
        if (System.getProperty("user.name").equals("root")) {
            arguments.add("--no-sandbox");
        }
        return Map.of(
                "capabilities",
                Map.of(
                        "alwaysMatch",
                        Map.of("acceptInsecureCerts", true, "goog:chromeOptions", Map.of("args", arguments))));
    }

    public void open(String url) {
        command("POST", "/url", Map.of("url", url));
    }

    public String url() {
        return command("GET", "/url", Map.of()).asText();
    }

    /** Runs the body of a function in the page and gives what it returns. */
    public JsonNode script(String body, Object... arguments) {
        return command("POST", "/execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    /** The text of the first element that a selector finds, as the page has it; empty where there is none. */
    public String text(String selector) {
        return script("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
                .asText();
    }

    /** Clicks as a user does, again if the element was replaced at that moment; fails where nobody could click it. */
    public void click(String selector) {
        Awaitility.await("a click on " + selector)
                .atMost(ANSWER)
                .untilAsserted(() -> command("POST", "/element/" + element(selector) + "/click", Map.of()));
    }

    public void type(String selector, String text) {
        command("POST", "/element/" + element(selector) + "/value", Map.of("text", text));
    }

    private String element(String selector) {
        return command("POST", "/element", Map.of("using", "css selector", "value", selector))
                .path(ELEMENT)
                .asText();
    }

    private JsonNode command(String method, String path, Map<String, ?> body) {
        return call(method, "/session/" + session + path, body);
    }

    private JsonNode call(String method, String path, Map<String, ?> body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(server + path)).timeout(ANSWER);
            request.method(
                    method,
                    method.equals("GET") || method.equals("DELETE")
                            ? BodyPublishers.noBody()
                            : BodyPublishers.ofString(JSON.writeValueAsString(body)));
            var answer = http.send(request.build(), BodyHandlers.ofString());
            var value = JSON.readTree(answer.body()).path("value");
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, value.path("message").asText())
                    .isEqualTo(200);
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + path, e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            if (!session.isEmpty()) {
                command("DELETE", "", Map.of());
            }
        } finally {
            http.close();
            driver.destroy();
        }
    }
}
