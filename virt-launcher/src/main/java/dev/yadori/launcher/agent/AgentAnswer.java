package dev.yadori.launcher.agent;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads an answer of the agent once through, keeping nothing that is not asked for. What has another type than expected is
 * passed over; lists and texts end at a limit, which the result says.
 */
final class AgentAnswer {
    private static final int DEEPEST = 16;

    private final JsonReader in;
    private boolean cut;

    private AgentAnswer(JsonReader in) {
        this.in = in;
    }

    /** Reads one member, or one element. */
    @FunctionalInterface
    interface Part {
        void read() throws IOException;
    }

    /** Makes something of what the agent has returned. */
    @FunctionalInterface
    interface Reading<T> {
        T of(AgentAnswer answer) throws IOException;
    }

    /**
     * What the answer returns.
     *
     * @throws AgentException for what is no answer
     */
    static <T> Result<T> read(String json, Reading<T> reading) throws AgentException {
        var in = new JsonReader(new StringReader(json));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(DEEPEST);
        var answer = new AgentAnswer(in);
        try {
            var found = new ArrayList<T>();
            answer.object(Map.of("return", () -> found.add(reading.of(answer))));
            if (!found.isEmpty()) {
                return new Result<>(found.getLast(), answer.cut);
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // Its message may quote the guest.
            throw new AgentException(AgentException.Kind.NONSENSE, "the agent's answer is not what it should be");
        }
        throw new AgentException(AgentException.Kind.NONSENSE, "the agent's answer returns nothing");
    }

    record Result<T>(T value, boolean cut) {}

    private void object(Map<String, Part> members) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return;
        }
        in.beginObject();
        while (in.hasNext()) {
            var member = members.get(in.nextName());
            if (member == null) {
                in.skipValue();
            } else {
                member.read();
            }
        }
        in.endObject();
    }

    /** An object's members, with texts of at most so many characters. Those that are lists are read by their part. */
    Fields fields(int longest, Map<String, Part> lists, String... names) throws IOException {
        var fields = new Fields();
        var members = new HashMap<String, Part>(lists);
        for (var name : names) {
            members.put(name, () -> fields.read(this, name, longest));
        }
        object(members);
        return fields;
    }

    /** The texts, numbers and truths of an object, by name. */
    static final class Fields {
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Double> numbers = new HashMap<>();

        private void read(AgentAnswer answer, String name, int longest) throws IOException {
            switch (answer.in.peek()) {
                case NUMBER -> numbers.put(name, answer.in.nextDouble());
                case BOOLEAN -> numbers.put(name, answer.in.nextBoolean() ? 1.0 : 0.0);
                default -> texts.put(name, answer.text(longest));
            }
        }

        String text(String name) {
            return texts.getOrDefault(name, "");
        }

        boolean flag(String name) {
            return number(name) != 0;
        }

        /** 0 for what is no number. */
        long number(String name) {
            return numbers.getOrDefault(name, 0.0).longValue();
        }

        /** 0 for what is below. */
        long count(String name) {
            return Math.max(0, number(name));
        }
    }

    void elements(int most, Part element) throws IOException {
        if (in.peek() != JsonToken.BEGIN_ARRAY) {
            in.skipValue();
            return;
        }
        in.beginArray();
        for (int i = 0; in.hasNext(); i++) {
            if (i < most) {
                element.read();
            } else {
                cut = true;
                in.skipValue();
            }
        }
        in.endArray();
    }

    /** Empty for what is no text. Characters that are none are replaced. */
    String text(int longest) throws IOException {
        if (in.peek() != JsonToken.STRING) {
            in.skipValue();
            return "";
        }
        var said = in.nextString();
        var clean = new StringBuilder(Math.min(said.length(), longest));
        said.codePoints().limit(longest).forEach(point -> clean.appendCodePoint(isText(point) ? point : '?'));
        cut |= said.codePointCount(0, said.length()) > longest;
        return clean.toString();
    }

    private static boolean isText(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }
}
