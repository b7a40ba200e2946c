package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pod of its own that asks all pods of a guest over and over which of them answers for it. A guest that answered from a pod
 * after it had answered from the next one has run twice.
 */
final class Witness {
    private static final String SCRIPT = """
            touch /tmp/pods
            while :; do
              while read -r pod ip; do
                if count=$(curl --silent --fail --connect-timeout 0.3 --max-time 0.5 "http://$ip/count"); then
                  echo "$pod $count"
                fi
              done </tmp/pods
              sleep 0.1
            done
            """;

    private final TestPod pod;
    private final Set<String> former = new HashSet<>();
    private @Nullable String current;
    private int read;

    private Witness(TestPod pod) {
        this.pod = pod;
    }

    static Witness start(Guests guests, String guest) {
        return new Witness(guests.namespace()
                .start(ToolsPod.running("witness-" + guest, SCRIPT).build()));
    }

    /** Asks these from now on. */
    void watch(Collection<Pod> pods) {
        var lines = pods.stream()
                .flatMap(
                        one -> Optional.ofNullable(one.getStatus().getPodIP())
                                .map(ip -> one.getMetadata().getName() + " " + ip)
                                .stream())
                .collect(Collectors.joining("\n", "", "\n"));
        // A shell that was given up, because the network was cut, may still run beside the next.
        pod.shell("printf '%s' \"$0\" >/tmp/pods.$$ && mv /tmp/pods.$$ /tmp/pods", lines);
    }

    /** What speaks for two copies since the last time that this was asked; empty: there was but one. */
    List<String> contradictions() {
        var lines = pod.resource().getLog().lines().toList();
        var found = new ArrayList<String>();
        for (var line : lines.subList(Math.min(read, lines.size()), lines.size())) {
            var name = line.split(" ", 2)[0];
            if (former.contains(name)) {
                found.add(line + " after " + current);
            } else if (!name.equals(current)) {
                if (current != null) {
                    former.add(current);
                }
                current = name;
            }
        }
        read = lines.size();
        return found;
    }
}
