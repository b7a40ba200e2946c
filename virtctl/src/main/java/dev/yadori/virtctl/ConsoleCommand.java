package dev.yadori.virtctl;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Status;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The serial console of a guest, on the user's terminal or through pipes. It is left with ctrl-], and when the guest ends.
 * Input that ends (a pipe) leaves it open for reading.
 */
@Command(name = "console", description = "Connects to the serial console of a guest; ctrl-] leaves it.")
final class ConsoleCommand implements Callable<Integer> {
    @Option(
            names = {"-n", "--namespace"},
            description = "The guest's namespace; otherwise that of the kubeconfig.")
    private @Nullable String namespace;

    @Option(
            names = "--replay",
            paramLabel = "BYTES",
            defaultValue = "4096",
            description = "How much of what it said before is shown first; ${DEFAULT-VALUE}.")
    private int replayBytes;

    @Parameters(paramLabel = "NAME", description = "The name of the virtual machine.")
    private @Nullable String name;

    @Override
    public Integer call() throws IOException {
        try (var client = connect();
                var link = GuestLink.open(client, namespaceOf(client), Objects.requireNonNull(name))) {
            return report(session(link));
        } catch (KubernetesClientException e) {
            throw new UnreachableException("the API server does not help: " + e.getMessage());
        }
    }

    private static KubernetesClient connect() {
        return new KubernetesClientBuilder()
                .withConfig(Config.autoConfigure(null))
                .build();
    }

    private String namespaceOf(KubernetesClient client) {
        return namespace == null ? client.getNamespace() : namespace;
    }

    private Status session(GuestLink link) throws IOException {
        // System.out would be right too, but for its character set and its buffer.
        OutputStream output = new FileOutputStream(FileDescriptor.out);
        var terminal = Terminal.raw();
        terminal.ifPresent(raw -> System.err.print("ctrl-] leaves the console\r\n"));
        try (var console = ConsoleStream.open(link.handler(), link.guest(), replayBytes, output)) {
            var left = new CompletableFuture<Status>();
            Thread.ofPlatform().daemon().name("typed").start(() -> pump(System.in, console, left));
            return (Status) CompletableFuture.anyOf(console.ended(), left).join();
        } finally {
            if (terminal.isPresent()) {
                terminal.get().close();
                System.err.println();
            }
        }
    }

    /** Passes on what is typed until its end, or until the user leaves. */
    static void pump(InputStream typed, ConsoleStream console, CompletableFuture<Status> left) {
        var bytes = new byte[8192];
        try {
            for (int length = typed.read(bytes); length >= 0; length = typed.read(bytes)) {
                int forGuest = EscapeFilter.forGuest(bytes, length);
                console.type(bytes, forGuest);
                if (forGuest < length) {
                    left.complete(Status.OK);
                    return;
                }
            }
        } catch (IOException e) {
            left.complete(
                    Status.UNKNOWN.withDescription("the input cannot be read").withCause(e));
        }
    }

    private static int report(Status status) {
        if (status.isOk()) {
            return 0;
        }
        var why = status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        System.err.println(
                status.getCode() == Status.Code.ABORTED
                        ? "virtctl: the console was opened elsewhere"
                        : "virtctl: the console has ended: " + why);
        return 1;
    }
}
