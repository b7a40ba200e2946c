package dev.yadori.virtctl;

import dev.yadori.virtctl.cluster.ByteSocket;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings ports of a guest to this machine, or one of them to the standard streams, as a proxy of ssh. */
@Command(name = "port-forward", description = "Forwards local ports to ports of a guest.")
final class PortForwardCommand implements Callable<Integer> {

    /** As long as routers and firewalls remember who has asked. */
    private static final Duration IDLE_DATAGRAMS = Duration.ofMinutes(2);

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--stdio",
            arity = "0..1",
            paramLabel = "BOOL",
            description = "Forwards the standard streams to the one port that is named.")
    private boolean stdio;

    @Option(
            names = {"--vsock", "--vsock-tls"},
            hidden = true,
            arity = "0..1",
            paramLabel = "BOOL",
            description = "Refused: guests have no VSOCK.")
    private boolean vsock;

    @Option(names = "--address", defaultValue = "127.0.0.1", description = "Where to listen; ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Parameters(index = "0", paramLabel = "TARGET", description = "vm/NAME or vmi/NAME, and /NAMESPACE behind it.")
    private @Nullable String target;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PORT", description = "[tcp/|udp/][LOCAL:]REMOTE.")
    private @Nullable List<String> ports;

    @Override
    public Integer call() throws IOException {
        if (vsock) {
            throw new UnreachableException("--vsock is not supported: guests have no VSOCK");
        }
        Target guest = Target.parse(Objects.requireNonNull(target));
        List<ForwardedPort> forwarded = new ArrayList<>();
        for (String port : Optional.ofNullable(ports).orElse(List.of())) {
            forwarded.add(ForwardedPort.parse(port));
        }
        if (stdio && forwarded.size() != 1) {
            throw new UnreachableException("only one port supported when forwarding to stdout");
        }
        try (SubresourceClient client = cluster.connect()) {
            if (stdio) {
                return standardStreams(client.open(guest, forwarded.getFirst().subresource()));
            }
            for (ForwardedPort port : forwarded) {
                listen(client, guest, port);
            }
            new CompletableFuture<Void>().join();
            return 0;
        }
    }

    private static int standardStreams(ByteSocket socket) throws IOException {
        socket.writeTo(new FileOutputStream(FileDescriptor.out));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                socket.sendAll(System.in);
            } catch (IOException e) {
                socket.close();
            }
        });
        Optional<String> wrong = socket.ended().join();
        wrong.ifPresent(why -> System.err.println("virtctl: " + why));
        return wrong.isEmpty() ? 0 : 1;
    }

    private void listen(SubresourceClient client, Target guest, ForwardedPort port) throws IOException {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getByName(address), port.local());
        switch (port.protocol()) {
            case TCP -> {
                @SuppressWarnings("resource") // Open as long as the process.
                ServerSocket listener = new ServerSocket();
                listener.bind(here);
                announce(listener.getLocalPort(), Integer.toString(port.remote()));
                inBackground(() -> accept(listener, client, guest, port));
            }
            case UDP -> {
                @SuppressWarnings("resource") // The same.
                DatagramSocket socket = new DatagramSocket(here);
                announce(socket.getLocalPort(), port.remote() + "/udp");
                inBackground(() -> new DatagramForward(
                                socket, () -> client.open(guest, port.subresource()), IDLE_DATAGRAMS)
                        .run());
            }
        }
    }

    private void announce(int local, String remote) {
        System.out.println("Forwarding from " + address + ":" + local + " to " + remote);
    }

    /** What a listener does until it is closed, or cannot go on. */
    private interface Listening {
        void go() throws IOException;
    }

    private static void inBackground(Listening listening) {
        Thread.ofVirtual().start(() -> {
            try {
                listening.go();
            } catch (IOException e) {
                System.err.println("virtctl: " + e.getMessage());
            }
        });
    }

    private static void accept(ServerSocket listener, SubresourceClient client, Target guest, ForwardedPort port)
            throws IOException {
        while (true) {
            Socket connection = listener.accept();
            Thread.ofVirtual().start(() -> forward(client, guest, port, connection));
        }
    }

    private static void forward(SubresourceClient client, Target guest, ForwardedPort port, Socket connection) {
        try (connection) {
            ByteSocket socket = client.open(guest, port.subresource());
            var _ = socket.ended().thenRun(() -> {
                try {
                    connection.close();
                } catch (IOException e) {
                    System.err.println("virtctl: " + e.getMessage());
                }
            });
            socket.writeTo(connection.getOutputStream());
            socket.sendAll(connection.getInputStream());
            socket.close();
        } catch (IOException | UnreachableException e) {
            System.err.println("virtctl: " + e.getMessage());
        }
    }
}
