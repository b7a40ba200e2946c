package dev.yadori.handler.vmi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The pod's links as Multus has written them down. Whoever may patch pods can write that as well: it is shown and nothing is
 * done because of it.
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
        String text = annotations == null ? null : annotations.get(ANNOTATION);
        if (text == null || text.length() > LONGEST) {
            return Set.of();
        }
        try {
            return StreamSupport.stream(JSON.readTree(text).spliterator(), false)
                    .limit(MOST)
                    .filter(entry -> !entry.path("default").asBoolean())
                    .map(entry -> entry.path("interface"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::asText)
                    .filter(name -> !name.isEmpty() && name.length() <= LONGEST_LINK)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (JsonProcessingException notMultus) {
            return Set.of();
        }
    }
}
