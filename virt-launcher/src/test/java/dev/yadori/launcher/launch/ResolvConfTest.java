package dev.yadori.launcher.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv6Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvConfTest {
    private static List<Ipv4Address> servers(String... addresses) {
        return List.of(addresses).stream().map(Ipv4Address::parse).toList();
    }

    @Test
    void aPodsFileIsRead() {
        var text = """
                search default.svc.cluster.local svc.cluster.local\tcluster.local.
                nameserver 10.96.0.10
                nameserver fd00::10
                nameserver fe80::1
                nameserver fe80::1%eth0
                nameserver 10.96.0.10
                options ndots:5
                """;
        assertThat(ResolvConf.parse(text))
                .isEqualTo(new ResolvConf(
                        servers("10.96.0.10"),
                        List.of(Ipv6Address.parse("fd00::10")),
                        List.of("default.svc.cluster.local", "svc.cluster.local", "cluster.local")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search a b,search c | c",
                "domain a,search b | b",
                "search b,domain a | a",
                "search . a..b -ok under_score | -ok;under_score",
                "# search a |",
                "search |",
                "searching a |",
                "search aé b\0c d | d",
            })
    void whatCannotBeUsedIsLeftOut(String lines, String expected) {
        var search = ResolvConf.parse(lines.replace(',', '\n')).search();
        assertThat(String.join(";", search)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void thereIsALimitToEverything() {
        var text =
                IntStream.range(0, 100).mapToObj(i -> "nameserver 10.0.0." + i).collect(Collectors.joining("\n"))
                        + "\nsearch"
                        + IntStream.range(0, 100).mapToObj(i -> " d" + i).collect(Collectors.joining());
        var parsed = ResolvConf.parse(text);
        assertThat(parsed.servers()).hasSize(8);
        assertThat(parsed.search()).hasSize(32);
    }

    @Test
    void aHugeFileIsReadToItsLimit(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("resolv.conf"), "#".repeat(1 << 20) + "\nnameserver 10.0.0.1\n");
        assertThat(ResolvConf.read(file)).isEqualTo(ResolvConf.EMPTY);
    }

    /** The same texts each time. */
    @Test
    void noTextIsAnError() {
        var random = new Random(4);
        var words = List.of("nameserver", "search", "domain", " ", "\n", "\r", "\t", ".", "1.2.3.4", "::1", "\0", "a");
        for (int i = 0; i < 20_000; i++) {
            var text = random.ints(random.nextInt(40), 0, words.size())
                    .mapToObj(words::get)
                    .collect(Collectors.joining());
            assertThat(ResolvConf.parse(text).search()).allMatch(domain -> !domain.isEmpty() && !domain.endsWith("."));
        }
    }
}
