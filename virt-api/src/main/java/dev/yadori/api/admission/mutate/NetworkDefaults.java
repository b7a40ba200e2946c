package dev.yadori.api.admission.mutate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way to write a network: users may put zeros before a number, which others read as octal. */
final class NetworkDefaults {

    private static final String FIELD = "vmNetworkCIDR";
    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

    private NetworkDefaults() {}

    static void apply(ObjectNode spec) {
        for (ObjectNode network : Tree.objects(spec.path("networks"))) {
            if (network.path("pod") instanceof ObjectNode pod && pod.path(FIELD).isTextual()) {
                Matcher matcher = LEADING_ZEROS.matcher(pod.path(FIELD).asText());
                pod.put(FIELD, matcher.replaceAll(""));
            }
        }
    }
}
