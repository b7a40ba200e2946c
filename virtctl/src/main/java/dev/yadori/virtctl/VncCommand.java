package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.ByteSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The screen of a guest in a viewer of this machine, to which it is brought on a port of loopback. One viewer, one session. */
@Command(name = "vnc", description = "Opens the screen of a guest in remote-viewer or vncviewer.")
final class VncCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--proxy-only",
            arity = "0..1",
            paramLabel = "BOOL",
            description = "Starts no viewer, and prints the port that one may connect to.")
    private boolean proxyOnly;

    @Option(names = "--port", defaultValue = "0", description = "The port here; any that is free by default.")
    private int port;

    @Option(
            names = "--address",
            defaultValue = LOOPBACK,
            description = "Where to listen with --proxy-only; ${DEFAULT-VALUE}.")
    private String address = LOOPBACK;

    @Option(names = "--vnc-type", description = "The viewer: remote-viewer, tiger, real or chicken; what there is.")
    private @Nullable String type;

    @Option(names = "--vnc-path", description = "Where the viewer is; otherwise it is looked for.")
    private @Nullable String path;

    /** Not for the commands below this one, which have their own. */
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of the virtual machine.")
    private @Nullable String name;

    @Command(name = "screenshot", description = "Writes a picture of the screen, as PNG.")
    static int screenshot(
            @Mixin ClusterOptions cluster,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            description = "Where to write it; - for the standard output.")
                    Path file,
            @Option(
                            names = {"-m", "--move-cursor"},
                            arity = "0..1",
                            paramLabel = "BOOL",
                            description = "Wakes the screen by moving the pointer first.")
                    boolean moveCursor,
            @Parameters(paramLabel = "NAME", description = "The name of the virtual machine.") String name)
            throws IOException {
        try (SubresourceClient client = cluster.connect()) {
            byte[] picture = client.bytes(instance(name), "vnc/screenshot?moveCursor=" + moveCursor);
            if (file.toString().equals("-")) {
                System.out.write(picture);
                System.out.flush();
            } else {
                Files.write(file, picture);
            }
            return 0;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            throw new UnreachableException("vnc needs the NAME of a virtual machine");
        }
        List<ScreenViewer> viewers = ScreenViewer.chosen(Optional.ofNullable(type), Optional.ofNullable(path));
        // A screen that a viewer of this machine shows is nobody else's business.
        String here = proxyOnly ? address : LOOPBACK;
        try (SubresourceClient client = cluster.connect();
                ServerSocket listener = new ServerSocket(port, 1, InetAddress.getByName(here))) {
            ByteSocket screen = client.open(instance(name), "vnc");
            CompletableFuture<Optional<String>> end = new CompletableFuture<>();
            var _ = screen.ended().thenAccept(end::complete);
            if (proxyOnly) {
                System.out.println("{\"port\":" + listener.getLocalPort() + "}");
            } else {
                String place = here + ":" + listener.getLocalPort();
                watch(
                        LocalProgram.start(viewers.stream()
                                .map(viewer -> viewer.command(place))
                                .toList()),
                        end);
            }
            Thread.ofVirtual().start(() -> serve(listener, screen, end));
            Optional<String> wrong = end.join();
            screen.close();
            wrong.ifPresent(why -> System.err.println("virtctl: " + why));
            return wrong.isEmpty() ? 0 : 1;
        }
    }

    private static Target instance(String name) {
        return Target.parse(name).instance();
    }

    private static void watch(Process viewer, CompletableFuture<Optional<String>> end) {
        var _ = viewer.onExit()
                .thenAccept(ended -> end.complete(
                        ended.exitValue() == 0
                                ? Optional.empty()
                                : Optional.of("the viewer ended with " + ended.exitValue())));
    }

    /** The first to connect is the viewer. When it leaves, the session is over. */
    private static void serve(ServerSocket listener, ByteSocket screen, CompletableFuture<Optional<String>> end) {
        try (Socket connection = listener.accept()) {
            screen.writeTo(connection.getOutputStream());
            screen.sendAll(connection.getInputStream());
            end.complete(Optional.empty());
        } catch (IOException e) {
            end.complete(Optional.of("the viewer broke off: " + e.getMessage()));
        }
    }
}
