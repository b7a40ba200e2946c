package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.SpecReader;

/** The version of the API that this server keeps to, in the words that clients read. */
final class Version {

    private static final String COMPATIBLE = "v1.9.0";

    private Version() {}

    static ObjectNode document() {
        ObjectNode version = SpecReader.JSON.createObjectNode();
        version.put("gitVersion", COMPATIBLE + "-yadori")
                .put("gitCommit", "")
                .put("gitTreeState", "")
                .put("buildDate", "")
                .put("goVersion", "")
                .put("compiler", "java " + Runtime.version().feature())
                .put("platform", "linux/" + System.getProperty("os.arch", ""));
        return version;
    }
}
