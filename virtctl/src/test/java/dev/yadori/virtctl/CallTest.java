package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "console web                             | console | console web",
                "-n ns console web                       | console | console -n ns web",
                "-nns --context=c start web --paused     | start   | start -nns --context=c web --paused",
                "--insecure-skip-tls-verify start web    | start   | start --insecure-skip-tls-verify web",
                "-v 9 --as me --as-group a version       | version | version -v 9 --as me --as-group a",
                "-n ns create vm --name x                | create  | create vm -n ns --name x",
                "--context c vnc -n ns screenshot web    | vnc     | vnc screenshot -n ns --context c web",
                "vnc --proxy-only screenshot             | vnc     | vnc --proxy-only screenshot",
                "help start                              | start   | start --help",
                "-n ns help create vm                    | create  | create vm --help",
                "help                                    |         | --help",
                "--help                                  |         | --help",
                "--unknown x start web                   |         | --unknown x start web",
                "-n                                      |         | -n"
            })
    void flagsBeforeACommandAreItsOwn(String written, String command, String words) {
        Call call = Call.of(written.split(" ", -1));

        assertThat(call.command().orElse(null)).isEqualTo(command);
        assertThat(call.words()).containsExactly(words.split(" ", -1));
    }
}
