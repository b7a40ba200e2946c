package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A program of a tiny guest that speaks on the agent's port, and says what it is told to. */
record HostileAgent(Guests guests, String name, GuestConsole console) {
    private static final Duration SOON = Duration.ofMinutes(1);

    /** In KiB: less than the longest answer, more than a garbage collector's mood. */
    static final long LITTLE = 24 * 1024;

    /** The guest with the program, which does not run yet. */
    static TinyGuest in(TinyGuest guest) {
        try (var script = HostileAgent.class.getResourceAsStream("hostile-agent.sh")) {
            var text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            return guest.running("cat >/root/agent <<'END'\n" + text + "END");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on, and as an agent that has just come. */
    void answers(String mode) throws IOException {
        console.type("setsid sh /root/agent " + mode + " &\n");
        Guests.holds("the agent is there", SOON, () -> assertThat(connected()).isEqualTo("True"));
    }

    /**
     * With all that it has begun: what nobody takes from it keeps it from ending by itself. And until that is known: QEMU tells of
     * a port at most once a second, and libvirt, which listens no more after garbage, does so again only if it hears of the end.
     */
    void ends() throws IOException {
        console.type("kill -9 -$(cat /tmp/agent.pid)\n");
        Guests.holds("the agent is gone", SOON, () -> assertThat(connected()).isNotEqualTo("True"));
    }

    private String connected() {
        return guests.conditionStatus(guests.vmi(name), "AgentConnected").orElse("");
    }

    int sizeOfObject() {
        return Serialization.asJson(guests.vmi(name).require()).getBytes(StandardCharsets.UTF_8).length;
    }

    /** In KiB, by name and number of the process: what it has of its own, as pages of files come and go. */
    Map<String, Long> memoryOfThoseWhoListen() {
        var processes = guests.pod(name).shell("""
                for p in /proc/[0-9]*; do
                  case $(cat $p/comm 2>/dev/null) in
                    java|libvirtd) echo "$(cat $p/comm)-${p#/proc/} $(sed -n 's/^RssAnon:[^0-9]*\\([0-9]*\\).*/\\1/p' $p/status)" ;;
                  esac
                done""").strip();
        assertThat(processes.lines()).hasSize(2);
        return processes
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1])));
    }
}
