package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.ByteSocket;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The serial console of a guest, on the user's terminal or through pipes. It is left with ctrl-], and when the guest ends.
 * Input that ends (a pipe) leaves it open for reading.
 */
@Command(name = "console", description = "Connects to the serial console of a guest; ctrl-] leaves it.")
final class ConsoleCommand implements Callable<Integer> {

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--replay",
            paramLabel = "BYTES",
            defaultValue = "4096",
            description = "How much of what it said before is shown first; ${DEFAULT-VALUE}.")
    private int replayBytes;

    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "5",
            description = "How long to wait for a guest that does not run yet; ${DEFAULT-VALUE}.")
    private int minutes;

    @Parameters(paramLabel = "NAME", description = "The name of the virtual machine.")
    private @Nullable String name;

    @Override
    public Integer call() throws IOException {
        Target guest = Target.parse(Objects.requireNonNull(name)).instance();
        try (SubresourceClient client = cluster.connect()) {
            GuestWait wait = new GuestWait(client, guest, Duration.ofMinutes(minutes));
            return report(session(wait.open("console?replayBytes=" + replayBytes)));
        }
    }

    private static Optional<String> session(ByteSocket console) throws IOException {
        // System.out would be right too, but for its character set and its buffer.
        OutputStream output = new FileOutputStream(FileDescriptor.out);
        Optional<Terminal> terminal = Terminal.raw();
        terminal.ifPresent(raw -> System.err.print("ctrl-] leaves the console\r\n"));
        try {
            console.writeTo(output);
            CompletableFuture<Optional<String>> left = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("typed").start(() -> pump(System.in, console, left));
            return console.ended().applyToEither(left, end -> end).join();
        } finally {
            console.close();
            if (terminal.isPresent()) {
                terminal.get().close();
                System.err.println();
            }
        }
    }

    /** Passes on what is typed until its end, or until the user leaves. */
    static void pump(InputStream typed, ByteSocket console, CompletableFuture<Optional<String>> left) {
        byte[] bytes = new byte[8192];
        try {
            for (int length = typed.read(bytes); length >= 0; length = typed.read(bytes)) {
                int forGuest = EscapeFilter.forGuest(bytes, length);
                console.send(bytes, forGuest);
                if (forGuest < length) {
                    left.complete(Optional.empty());
                    return;
                }
            }
        } catch (IOException e) {
            left.complete(Optional.of("the input cannot be read"));
        }
    }

    private static int report(Optional<String> wrong) {
        if (wrong.isEmpty()) {
            return 0;
        }
        System.err.println("virtctl: the console has ended: " + wrong.get());
        return 1;
    }
}
