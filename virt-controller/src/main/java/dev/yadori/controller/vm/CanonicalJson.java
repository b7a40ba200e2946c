package dev.yadori.controller.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the very bytes that the API server makes of it: keys in order, and what HTML knows escaped. The data of a
 * ControllerRevision is compared as bytes and may not change; in other bytes it is taken as changed by whoever patches the
 * owners of the revision, as the garbage collector does for a deletion that orphans.
 */
final class CanonicalJson {

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer(new GoEscapes());

    private CanonicalJson() {}

    static String of(Map<?, ?> tree) {
        try {
            return WRITER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree of maps, lists and plain values is JSON", e);
        }
    }

    /** Those that encoding/json of Go escapes beside the ones that it has to. */
    private static final class GoEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1L;
        private static final char LINE_SEPARATOR = 0x2028;
        private static final char PARAGRAPH_SEPARATOR = 0x2029;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (char escaped : new char[] {'<', '>', '&'}) {
                codes[escaped] = ESCAPE_CUSTOM;
            }
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return switch (character) {
                case '<', '>', '&', LINE_SEPARATOR, PARAGRAPH_SEPARATOR ->
                    new SerializedString("\\u%04x".formatted(character));
                default -> null;
            };
        }
    }
}
