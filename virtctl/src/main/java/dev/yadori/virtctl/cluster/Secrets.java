package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Certificates, keys and tokens as a kubeconfig has them: in itself, or in a file that it names. */
final class Secrets {

    private Secrets() {}

    /** FIELD-data in base64, or else the file of FIELD. */
    static Optional<Secret> find(Kubeconfig.Part part, String field) {
        String data = part.tree().word(field + "-data");
        if (!data.isEmpty()) {
            String place = part.name(field + "-data");
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(data);
                return Optional.of(new Secret(place, new String(bytes, StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                throw new UnreachableException(place + " is no base64");
            }
        }
        String path = part.tree().word(field);
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new Secret(part.name(field) + " " + path, read(part.resolve(path), part.name(field))));
    }

    static String read(Path file, String field) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UnreachableException(field + ": " + file + " cannot be read");
        }
    }

    /** @param place for the user, where it is written */
    record Secret(String place, String text) {
        @Override
        public String toString() {
            return "Secret[" + place + "]";
        }
    }
}
