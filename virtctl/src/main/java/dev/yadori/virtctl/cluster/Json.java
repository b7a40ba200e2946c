package dev.yadori.virtctl.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.yadori.virtctl.UnreachableException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text of JSON to maps, lists and scalars, and back. Nothing is bound to classes: that would cost more than the request. */
public final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * What a text says.
     *
     * @throws UnreachableException where it is none, naming who has said it
     */
    public static Tree parse(String text, String source) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new Tree(parser.nextToken() == null ? null : value(parser));
        } catch (IOException e) {
            throw new UnreachableException(source + " says what is no JSON: " + e.getMessage());
        }
    }

    public static String write(Object value) {
        StringWriter written = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(written)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toString();
    }

    /** With a line for each part, as kubectl and virtctl have it. */
    public static String indented(Object value) {
        StringBuilder written = new StringBuilder();
        indent(written, value, "\n");
        return written.toString();
    }

    private static void indent(StringBuilder written, @Nullable Object value, String line) {
        String below = line + "  ";
        String before = "";
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                written.append('{');
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    written.append(before)
                            .append(below)
                            .append(write(String.valueOf(entry.getKey())))
                            .append(": ");
                    indent(written, entry.getValue(), below);
                    before = ",";
                }
                written.append(line).append('}');
            }
            case List<?> list
            when !list.isEmpty() -> {
                written.append('[');
                for (Object item : list) {
                    written.append(before).append(below);
                    indent(written, item, below);
                    before = ",";
                }
                written.append(line).append(']');
            }
            case null -> written.append("null");
            default -> written.append(write(value));
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser));
        }
        return map;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> map -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    generator.writeFieldName(String.valueOf(entry.getKey()));
                    write(generator, entry.getValue());
                }
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                for (Object item : list) {
                    write(generator, item);
                }
                generator.writeEndArray();
            }
            case Boolean flag -> generator.writeBoolean(flag);
            case Number number -> generator.writeNumber(String.valueOf(number));
            default -> generator.writeString(String.valueOf(value));
        }
    }
}
