package dev.yadori.controller.kubevirt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What of Yadori this process is.
 *
 * @param version as the build gave it
 * @param architecture of the machine it runs on, in the words of Kubernetes
 */
public record Release(String version, String architecture) {

    private static final String DESCRIPTOR = "/META-INF/maven/dev.yadori/virt-controller/pom.properties";

    /** Read from the archive that this class came in; the version is "unpackaged" if it came in none. */
    public static Release ofThisProcess() {
        var properties = new Properties();
        try (var descriptor = Release.class.getResourceAsStream(DESCRIPTOR)) {
            if (descriptor != null) {
                properties.load(descriptor);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(DESCRIPTOR, e);
        }
        return new Release(
                properties.getProperty("version", "unpackaged"), architecture(System.getProperty("os.arch", "")));
    }

    static String architecture(String ofJava) {
        return ofJava.equals("aarch64") ? "arm64" : ofJava;
    }
}
