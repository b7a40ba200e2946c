package dev.yadori.virtctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSshTest {

    private static final SshOptions.Chosen PLAIN =
            new SshOptions.Chosen(Optional.empty(), Optional.empty(), Optional.empty(), 22, List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vmi/web|vmi.web.lab|vmi/web/lab",
                "web|vmi.web.lab|vmi/web/lab",
                "jdoe@vm/web|jdoe@vm.web.lab|vm/web/lab",
                "jdoe@vm/web/other|jdoe@vm.web.other|vm/web/other"
            })
    void aGuestIsReachedThroughThisProgram(String written, String destination, String guest) {
        var line = new OpenSsh("virtctl", List.of(), PLAIN).shell(GuestLogin.parse(written, "lab"), "");

        assertThat(line)
                .containsExactly(
                        "ssh", "-o", "ProxyCommand=virtctl port-forward --stdio " + guest + " 22", destination);
    }

    @Test
    void whatTheUserSaysGoesToTheLocalProgram() {
        var chosen = new SshOptions.Chosen(
                Optional.of("root"),
                Optional.of("/k"),
                Optional.of("/a b"),
                2222,
                List.of("-oStrictHostKeyChecking=no"));

        var line =
                new OpenSsh("virtctl", List.of("--context=c"), chosen).shell(GuestLogin.parse("vm/w", "lab"), "ls /");

        assertThat(line)
                .containsExactly(
                        "ssh",
                        "-o",
                        "ProxyCommand=virtctl port-forward --context=c --stdio vm/w/lab 2222",
                        "-o",
                        "UserKnownHostsFile=\"/a b\"",
                        "-oStrictHostKeyChecking=no",
                        "-i",
                        "/k",
                        "root@vm.w.lab",
                        "ls /");
    }

    @Test
    void ownPathMayHaveWhatAShellAndSshWouldRead() {
        var line =
                new OpenSsh("/opt/it's 5%/kubectl-virt", List.of(), PLAIN).shell(GuestLogin.parse("vm/w", "lab"), "");

        assertThat(line.get(2)).startsWith("ProxyCommand='/opt/it'\\''s 5%%/kubectl-virt' port-forward ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt|root@vm/web:a.txt|./a.txt|root@vm.web.lab:a.txt",
                "vmi/web/other:/etc/hosts|/tmp/hosts|vmi.web.other:/etc/hosts|/tmp/hosts",
                "-weird|web:|./-weird|vmi.web.lab:",
                "./with:colon|web:.|./with:colon|vmi.web.lab:."
            })
    void oneEndOfACopyIsInTheGuest(String from, String to, String writtenFrom, String writtenTo) {
        var line = new OpenSsh("virtctl", List.of(), PLAIN)
                .copy(CopyPath.parse(from, "lab"), CopyPath.parse(to, "lab"), List.of("-r"));

        assertThat(line).startsWith("scp").endsWith("-r", writtenFrom, writtenTo);
    }

    @ParameterizedTest
    @CsvSource({"a,b", "vm/a:x,vm/b:y"})
    void aCopyThatIsNotBetweenHereAndAGuestIsRefused(String from, String to) {
        var ssh = new OpenSsh("virtctl", List.of(), PLAIN);
        var first = CopyPath.parse(from, "lab");
        var second = CopyPath.parse(to, "lab");

        assertThatThrownBy(() -> ssh.copy(first, second, List.of())).isInstanceOf(UnreachableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-oProxyCommand=x@vm/web", "@vm/web", "vm/-web", "vm/", "pod/web", "vm/a/b/c", "vm/a;b"})
    void aNameThatWouldBeAnythingElseIsRefused(String written) {
        assertThatThrownBy(() -> GuestLogin.parse(written, "lab")).isInstanceOf(UnreachableException.class);
    }
}
