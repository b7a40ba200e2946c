package dev.yadori.launcher.volume.host;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.yadori.launcher.volume.DiskInfo;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/** What {@code qemu-img info --output=json} prints. */
final class DiskInfoReader {
    private String format = "";
    private long virtualBytes = -1;
    private Optional<String> backing = Optional.empty();
    private Optional<String> dataFile = Optional.empty();

    private DiskInfoReader() {}

    static DiskInfo read(String text) throws IOException {
        var reader = new DiskInfoReader();
        try (var json = new JsonReader(new StringReader(text))) {
            reader.image(json);
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException("qemu-img info printed what cannot be read", e);
        }
        if (reader.format.isEmpty() || reader.virtualBytes < 0) {
            throw new IOException("qemu-img info did not tell format and size");
        }
        return new DiskInfo(reader.format, reader.virtualBytes, reader.backing, reader.dataFile);
    }

    private void image(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "format" -> format = json.nextString();
                case "virtual-size" -> virtualBytes = json.nextLong();
                case "backing-filename", "full-backing-filename" -> backing = Optional.of(json.nextString());
                case "format-specific" -> specific(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
    }

    private void specific(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("data") && json.peek() == JsonToken.BEGIN_OBJECT) {
                data(json);
            } else {
                json.skipValue();
            }
        }
        json.endObject();
    }

    private void data(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (json.nextName().equals("data-file")) {
                dataFile = Optional.of(json.nextString());
            } else {
                json.skipValue();
            }
        }
        json.endObject();
    }
}
