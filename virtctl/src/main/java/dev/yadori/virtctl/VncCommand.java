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

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--proxy-only", description = "Starts no viewer, and prints the port that one may connect to.")
    private boolean proxyOnly;

    @Option(names = "--port", defaultValue = "0", description = "The port here; any that is free by default.")
    private int port;

    @Option(names = "--address", defaultValue = "127.0.0.1", description = "Where to listen; ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Option(names = "--vnc-path", description = "A viewer of your own; it gets ADDRESS:PORT.")
    private @Nullable String viewer;

    /** Not for the commands below this one, which have their own. */
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of the virtual machine.")
    private @Nullable String name;

    @Command(name = "screenshot", description = "Writes a picture of the screen, as PNG.")
    static int screenshot(
            @Mixin ClusterOptions cluster,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            description = "Where to write it.")
                    Path file,
            @Option(names = "--move-cursor", description = "Wakes the screen by moving the pointer first.")
                    boolean moveCursor,
            @Parameters(paramLabel = "NAME", description = "The name of the virtual machine.") String name)
            throws IOException {
        try (SubresourceClient client = cluster.connect()) {
            byte[] picture = client.bytes(instance(name), "vnc/screenshot?moveCursor=" + moveCursor);
            Files.write(file, picture);
            return 0;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            throw new UnreachableException("vnc needs the NAME of a virtual machine");
        }
        try (SubresourceClient client = cluster.connect();
                ServerSocket listener = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            ByteSocket screen = client.open(instance(name), "vnc");
            CompletableFuture<Optional<String>> end = new CompletableFuture<>();
            var _ = screen.ended().thenAccept(end::complete);
            if (proxyOnly) {
                System.out.println("{\"port\":" + listener.getLocalPort() + "}");
            } else {
                watch(LocalProgram.start(viewers(listener.getLocalPort())), end);
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

    private List<List<String>> viewers(int local) {
        String place = address + ":" + local;
        return viewer != null
                ? List.of(List.of(viewer, place))
                : List.of(List.of("remote-viewer", "vnc://" + place), List.of("vncviewer", place));
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
