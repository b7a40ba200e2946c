package dev.yadori.handler.vmi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.handler.pod.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The pod's links as Multus has written them down. Whoever may patch pods can write that as well: links are shown and nothing
 * is done because of them, and functions are checked before anything is.
 */
final class MultusStatus {
    private static final String ANNOTATION = "k8s.v1.cni.cncf.io/network-status";
    private static final int LONGEST = 64 << 10;
    private static final int MOST = 64;
    private static final int LONGEST_LINK = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MultusStatus() {}

    /** Names of links beside the first; none of what cannot be read. */
    static Set<String> links(@Nullable Map<String, String> annotations) {
        return entries(annotations)
                .map(MultusStatus::link)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Functions of the node's PCI bus by the names of links, as plugins of network cards tell Multus of them. */
    static Map<String, PciAddress> functions(@Nullable Map<String, String> annotations) {
        var functions = new HashMap<String, PciAddress>();
        entries(annotations)
                .filter(entry -> !link(entry).isEmpty())
                .forEach(entry -> PciAddress.parse(entry.path("device-info")
                                .path("pci")
                                .path("pci-address")
                                .asText())
                        .ifPresent(address -> functions.putIfAbsent(link(entry), address)));
        return functions;
    }

    private static Stream<JsonNode> entries(@Nullable Map<String, String> annotations) {
        String text = annotations == null ? null : annotations.get(ANNOTATION);
        if (text == null || text.length() > LONGEST) {
            return Stream.empty();
        }
        try {
            return StreamSupport.stream(JSON.readTree(text).spliterator(), false)
                    .limit(MOST)
                    .filter(entry -> !entry.path("default").asBoolean());
        } catch (JsonProcessingException notMultus) {
            return Stream.empty();
        }
    }

    /** Empty where it is none. */
    private static String link(JsonNode entry) {
        JsonNode name = entry.path("interface");
        return name.isTextual() && name.asText().length() <= LONGEST_LINK ? name.asText() : "";
    }
}
