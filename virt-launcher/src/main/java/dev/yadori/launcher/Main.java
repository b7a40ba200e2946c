package dev.yadori.launcher;

import dev.yadori.launcher.LauncherConfig.Command;
import dev.yadori.launcher.host.NodeProbe;
import dev.yadori.launcher.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The launcher as a process: one guest, or what a node can do for guests. */
public final class Main {
    /** The init starts the launcher again with this, and ends the pod with 0 or 90. */
    private static final int TRY_AGAIN = 1;

    private static final int GUEST_ENDED_BADLY = 90;

    private static final String USAGE = """
            usage: virt-launcher --name NAME --namespace NAMESPACE --uid UID
                   virt-launcher probe-node --out FOLDER
                   virt-launcher --version

            The first starts and serves one guest on launcher.sock in $XDG_RUNTIME_DIR (/run/yadori).
            The second writes what this node can do for guests into a folder, and ends.

            environment: XDG_RUNTIME_DIR, LIBVIRT_DEFAULT_URI (qemu:///session),
              YADORI_CAPABILITIES (/var/lib/yadori/capabilities), YADORI_PRIVATE (/var/run/kubevirt-private)
            """;

    private Main() {}

    public static void main(String[] arguments) {
        var config = LauncherConfig.fromEnv(System.getenv());
        try {
            switch (LauncherConfig.command(List.of(arguments))) {
                case Command.Serve serve -> Launcher.start(config, serve, version());
                case Command.ProbeNode(var out) -> Runtime.getRuntime().halt(probe(config, out));
                case Command.Version() -> System.out.println("virt-launcher " + version());
                case Command.Help() -> System.out.print(USAGE);
                case Command.Wrong(var errors) -> {
                    errors.forEach(error -> System.err.println("virt-launcher: " + error));
                    System.err.print(USAGE);
                    // The same arguments will not become better.
                    Runtime.getRuntime().halt(GUEST_ENDED_BADLY);
                }
            }
        } catch (Exception e) {
            Log.error().setCause(e).log("the launcher does not start");
            Runtime.getRuntime().halt(TRY_AGAIN);
        }
    }

    private static int probe(LauncherConfig config, Path out) throws InterruptedException {
        try {
            NodeProbe.inPod(config.libvirt(), config.run()).write(out);
            return 0;
        } catch (IOException e) {
            Log.error().addKeyValue("error", e).log("probing the node failed");
            return GUEST_ENDED_BADLY;
        }
    }

    private static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
