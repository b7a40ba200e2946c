package dev.yadori.api.subresource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies of requests, JSON or YAML. A field that is not known is refused: whoever wrote it meant something by it. */
final class OptionsCodec {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final List<String> ALL = List.of("All");
    private static final Pattern DURATION =
            Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})(?:\\.[0-9]{1,9})?s)?");

    private OptionsCodec() {}

    /**
     * Reads a body; an empty one has no fields.
     *
     * @throws RefusedException naming what is wrong
     */
    static <T extends Options> T read(byte[] body, Class<T> type) {
        ObjectNode tree = tree(body);
        tree.remove(List.of("apiVersion", "kind"));
        try {
            T options = JSON.treeToValue(tree, type);
            if (!options.dryRun().isEmpty() && !options.dryRun().equals(ALL)) {
                throw new RefusedException(Refusal.badRequest("dryRun: must be empty or [All]"));
            }
            return options;
        } catch (JsonProcessingException e) {
            throw new RefusedException(Refusal.badRequest("the body does not fit: " + field(e) + fault(e)));
        }
    }

    private static String fault(JsonProcessingException e) {
        return e instanceof UnrecognizedPropertyException ? "is not known" : e.getOriginalMessage();
    }

    private static String field(JsonProcessingException e) {
        StringBuilder field = new StringBuilder();
        if (e instanceof JsonMappingException mapping) {
            mapping.getPath()
                    .forEach(step -> field.append(
                            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName()));
        }
        return field.isEmpty() ? "" : field.substring(1) + ": ";
    }

    /** Reads a body as it is. */
    static ObjectNode tree(byte[] body) {
        try {
            JsonNode tree = first(body) == '{' ? JSON.readTree(body) : YAML.readTree(body);
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return JSON.createObjectNode();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new RefusedException(Refusal.badRequest("the body is neither JSON nor YAML"));
        }
        throw new RefusedException(Refusal.badRequest("the body is no object"));
    }

    /** A duration as Go writes it: 1h2m3s. */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new RefusedException(Refusal.badRequest("unfreezeTimeout: must be a duration as 5m0s"));
        }
        return Duration.ofHours(number(matcher.group(1)))
                .plusMinutes(number(matcher.group(2)))
                .plusSeconds(number(matcher.group(3)));
    }

    @SuppressWarnings("NullAway")
    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static int first(byte[] body) {
        for (byte next : body) {
            if (!Character.isWhitespace(next)) {
                return next;
            }
        }
        return -1;
    }
}
