package dev.yadori.virtctl;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What virtctl makes manifests with and this program does not. */
final class UnsupportedFlags {

    @Option(
            names = {"--volume-import", "--volume-datasource", "--volume-clone-pvc", "--volume-blank"},
            hidden = true,
            description = "Refused: there is no importer.")
    private @Nullable List<String> imported;

    @Option(
            names = {"--instancetype", "--preference", "--infer-instancetype-from", "--infer-preference-from"},
            hidden = true,
            description = "Refused: there are none.")
    private @Nullable List<String> typed;

    @Option(
            names = {"--infer-instancetype", "--infer-preference"},
            arity = "0..1",
            paramLabel = "BOOL",
            hidden = true,
            description = "Refused but for false.")
    private boolean inferred;

    @Option(names = "--access-cred", hidden = true, description = "Refused.")
    private @Nullable List<String> credentials;

    @Option(
            names = "--ga-manage-ssh",
            arity = "0..1",
            paramLabel = "BOOL",
            hidden = true,
            description = "Refused but for false.")
    private boolean managed;

    void refuse() {
        if (imported != null) {
            throw new UnreachableException("--volume-import, --volume-datasource, --volume-clone-pvc and --volume-blank"
                    + " are not supported: nothing is imported, cloned or made blank; make a claim, and name it with"
                    + " --volume-pvc");
        }
        if (typed != null || inferred) {
            throw new UnreachableException("--instancetype, --preference and what infers them"
                    + " are not supported: there are no instance types");
        }
        if (credentials != null || managed) {
            throw new UnreachableException("--access-cred and --ga-manage-ssh are not supported:"
                    + " write accessCredentials into the manifest");
        }
    }
}
