package dev.yadori.api.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.KubeApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a script of the checkout prints. */
final class Rendered {

    private Rendered() {}

    static String by(String script) throws IOException, InterruptedException {
        var process = new ProcessBuilder(KubeApiServer.file(script).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script).isZero();
        return said;
    }
}
