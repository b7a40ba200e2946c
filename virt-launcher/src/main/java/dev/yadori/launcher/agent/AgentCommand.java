package dev.yadori.launcher.agent;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Commands of the agent's protocol as JSON. */
final class AgentCommand {
    private AgentCommand() {}

    /** Writes the arguments into an object that is open. */
    @FunctionalInterface
    interface Arguments {
        void write(JsonWriter json) throws IOException;
    }

    static String of(String name) {
        return of(name, _ -> {});
    }

    static String of(String name, Arguments arguments) {
        var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject().name("execute").value(name).name("arguments").beginObject();
            arguments.write(json);
            json.endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
