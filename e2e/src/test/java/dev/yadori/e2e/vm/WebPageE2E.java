package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.Browser;
import dev.yadori.e2e.support.ClusterNamespace;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The web page in a browser, from the API server, with the tokens of users who may more and less. Where Debian's packages chromium
 * and chromium-driver are.
 */
@Tag("long")
class WebPageE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String RUNNING = "shown";
    private static final String STOPPED = "idle";
    private static final String PAGE = "apis/subresources.kubevirt.io/v1/web/";
    private static final Duration SOON = Duration.ofMinutes(3);

    private Browser browser;

    @BeforeAll
    static void start() {
        Account.with(NAMESPACE, "editor", "edit");
        Account.with(NAMESPACE, "viewer", "view");
        GUESTS.create(TinyGuest.vm(STOPPED).withRunStrategy("Halted"));
        GUESTS.start(TinyGuest.vm(RUNNING));
    }

    @AfterAll
    static void stop() {
        GUESTS.delete(STOPPED);
        GUESTS.delete(RUNNING);
    }

    @BeforeEach
    void startBrowser() throws IOException {
        browser = Browser.start();
    }

    @AfterEach
    void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void anEditorSeesStartsAndStops() {
        open("#namespace=" + NAMESPACE.name() + "&token=" + new Account(NAMESPACE, "editor").token());
        shows(row(RUNNING), GUESTS.nodeOf(RUNNING));
        shows(row(STOPPED), "Stopped");

        browser.click(button(STOPPED, "start"));
        shows(row(STOPPED), "Running");
        browser.click(button(STOPPED, "stop"));
        browser.click(button(STOPPED, "stop"));
        shows(row(STOPPED), "Stopped");
    }

    @Test
    void anEditorWorksOnTheConsole() {
        open("#namespace=" + NAMESPACE.name() + "&token=" + new Account(NAMESPACE, "editor").token());
        shows(row(RUNNING), "Running");

        browser.click(button(RUNNING, "console"));
        shows("#stage-state", "connected");
        browser.type(".xterm-helper-textarea", "\n");

        shows(".xterm-rows", "login:");
    }

    @Test
    void anEditorSeesTheScreen() {
        open("#namespace=" + NAMESPACE.name() + "&token=" + new Account(NAMESPACE, "editor").token());
        shows(row(RUNNING), "Running");

        browser.click(button(RUNNING, "screen"));
        shows("#stage-state", "connected");

        Guests.holds(
                "something is drawn",
                SOON,
                () -> assertThat(browser.script("""
                        const canvas = document.querySelector('#stage-body canvas');
                        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                        const colours = new Set();
                        for (let i = 0; i < pixels.length; i += 4) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
                        return colours.size;
                        """).asInt()).isGreaterThan(1));
    }

    @Test
    void whatAViewerMayNotTheApiRefuses() {
        open("");
        browser.type("#token", new Account(NAMESPACE, "viewer").token());
        browser.type("#namespace", NAMESPACE.name());
        browser.click("#access button");
        shows(row(STOPPED), "Stopped");

        browser.click(button(STOPPED, "start"));

        shows("#message", "cannot");
        assertThat(GUESTS.printableStatus(STOPPED)).isEqualTo("Stopped");
    }

    /** Of requests that are made at once, the API server lets down some: it ends the connection of whom it does not know. */
    @Test
    void whatIsAskedForWithoutATokenIsOneFile() {
        open("");
        shows("#message", "cannot list");

        assertThat(browser.script("""
                        return performance.getEntriesByType('resource')
                          .map((one) => new URL(one.name).pathname).filter((path) => path.includes('/web/')).join();
                        """).asText()).isEqualTo("/" + PAGE + "app.js");
    }

    @Test
    void theTokenIsInMemoryAlone() {
        var token = new Account(NAMESPACE, "editor").token();
        open("#namespace=" + NAMESPACE.name() + "&token=" + token);
        shows(row(RUNNING), "Running");

        assertThat(browser.url()).doesNotContain(token).endsWith(PAGE);
        assertThat(browser.script(
                                "return document.cookie + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
                        .asText())
                .isEqualTo("{}{}");
        assertThat(browser.script("return document.documentElement.outerHTML").asText())
                .doesNotContain(token);
        open("");
        shows("#message", "cannot list");
    }

    private void open(String fragment) {
        browser.open("about:blank");
        browser.open(NAMESPACE.client().getMasterUrl() + PAGE + fragment);
    }

    private static String row(String name) {
        return "tr[data-machine='%s/%s']".formatted(NAMESPACE.name(), name);
    }

    private static String button(String name, String action) {
        return row(name) + " button[data-action=" + action + "]";
    }

    private void shows(String selector, String text) {
        Guests.holds(
                selector + " shows " + text,
                SOON,
                () -> assertThat(browser.text(selector))
                        .as("with the message «%s», after %s", browser.text("#message"), requests())
                        .contains(text));
    }

    /** What the page has asked for, and how that was answered; 0 is no answer. */
    private String requests() {
        return browser.script("""
                        return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).slice(-8)
                          .map((one) => one.responseStatus + ' ' + new URL(one.name).pathname).join(', ');
                        """).asText();
    }
}
