package dev.yadori.virtctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which program this is. */
final class Version {

    private static final String DESCRIPTOR = "/META-INF/maven/dev.yadori/virtctl/pom.properties";

    private Version() {}

    /** That of the archive; "unpackaged" where the program came in none. */
    static String ofThisProgram() {
        var properties = new Properties();
        try (var descriptor = Version.class.getResourceAsStream(DESCRIPTOR)) {
            if (descriptor != null) {
                properties.load(descriptor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(DESCRIPTOR, e);
        }
        return properties.getProperty("version", "unpackaged");
    }
}
