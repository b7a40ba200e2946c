package dev.yadori.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPageTest {

    private static final ApiAnswer.Response OTHER = ApiAnswer.text(418, "not for the page");

    @TempDir
    private Path folder;

    private WebPage page;

    @BeforeEach
    void files() throws IOException {
        var shown = Files.createDirectory(folder.resolve("page"));
        Files.writeString(shown.resolve("index.html"), "<!doctype html>");
        Files.writeString(shown.resolve("app.js"), "export {}");
        Files.writeString(shown.resolve("notes.md"), "not of the page");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(shown.resolve("link.txt"), folder.resolve("secret.txt"));
        page = WebPage.of(shown, _ -> OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html"})
    void theFolderIsItsIndex(String path) {
        var answer = get(path, Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("text/html; charset=utf-8");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("<!doctype html>");
    }

    @Test
    void theFolderWithoutItsSlashIsElsewhere() {
        var answer = get("", Map.of());

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers()).containsEntry("Location", "web/");
    }

    @Test
    void noScriptButOursRunsAndNobodyFramesIt() {
        assertThat(get("/", Map.of()).headers().get("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'");
        assertThat(get("/app.js", Map.of()).headers()).containsEntry("X-Content-Type-Options", "nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/../secret.txt", "/link.txt", "/notes.md", "/missing.js", "//index.html", "/%2e%2e/secret.txt"})
    void nothingElseIsServed(String path) {
        assertThat(get(path, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void whatAClientHasIsNotSentAgain() {
        var tag = get("/app.js", Map.of()).headers().get("ETag");

        var again = get("/app.js", Map.of("if-none-match", List.of(tag)));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void nothingIsWritten() {
        assertThat(ask("PUT", WebPage.PATH + "/index.html", Map.of()).status()).isEqualTo(405);
    }

    @Test
    void whatIsNotForThePageIsForOthers() {
        assertThat(ask("GET", "/apis/subresources.kubevirt.io/v1/website", Map.of()))
                .isSameAs(OTHER);
    }

    @Test
    void withoutAFolderThereIsNoPage() {
        var none = WebPage.of(folder.resolve("absent"), _ -> OTHER);

        assertThat(((ApiAnswer.Response) none.answer(request("GET", WebPage.PATH + "/", Map.of()))).status())
                .isEqualTo(404);
    }

    private ApiAnswer.Response get(String path, Map<String, List<String>> headers) {
        return ask("GET", WebPage.PATH + path, headers);
    }

    private ApiAnswer.Response ask(String method, String path, Map<String, List<String>> headers) {
        return (ApiAnswer.Response) page.answer(request(method, path, headers));
    }

    private static ApiRequest request(String method, String path, Map<String, List<String>> headers) {
        return new ApiRequest(method, path, Map.of(), headers, Bytes.of(), List.of());
    }
}
