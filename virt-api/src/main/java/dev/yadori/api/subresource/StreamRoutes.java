package dev.yadori.api.subresource;

import dev.yadori.api.guest.Guests;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Bytes;
import dev.yadori.api.http.HttpStatus;
import dev.yadori.api.stream.ByteSource;
import dev.yadori.crds.v1.VirtualMachineInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Streams to and from a guest, as WebSockets, and its screen as an image. */
final class StreamRoutes {

    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,8}");
    private static final int REPLAY_BYTES = 4096;
    private static final int MOST_REPLAY_BYTES = 256 * 1024;
    private static final int HIGHEST_PORT = 65_535;

    private final ClusterObjects objects;
    private final Guests guests;
    private final Ports ports;

    StreamRoutes(ClusterObjects objects, Guests guests, Ports ports) {
        this.objects = objects;
        this.guests = guests;
        this.ports = ports;
    }

    List<Route> all() {
        return List.of(
                new Route("GET", InstanceRoutes.RESOURCE, "console", true, this::console),
                new Route("GET", InstanceRoutes.RESOURCE, "vnc", true, this::screen),
                new Route("GET", InstanceRoutes.RESOURCE, "vnc/screenshot", true, this::screenshot),
                new Route("GET", InstanceRoutes.RESOURCE, "portforward", true, this::portForward),
                new Route("GET", MachineRoutes.RESOURCE, "portforward", false, this::machinePortForward));
    }

    private ApiAnswer console(SubresourcePath path, ApiRequest request) {
        VirtualMachineInstance instance = InstanceRoutes.read(objects, path);
        InstanceRoutes.refuse(new InstanceDecisions(instance).console());
        return upgrade(request, () -> guests.console(InstanceRoutes.place(instance), replay(request)));
    }

    private ApiAnswer screen(SubresourcePath path, ApiRequest request) {
        VirtualMachineInstance instance = InstanceRoutes.read(objects, path);
        InstanceRoutes.refuse(new InstanceDecisions(instance).screen());
        return upgrade(request, () -> guests.screen(InstanceRoutes.place(instance), flag(request, "preserveSession")));
    }

    private ApiAnswer screenshot(SubresourcePath path, ApiRequest request) {
        VirtualMachineInstance instance = InstanceRoutes.read(objects, path);
        InstanceRoutes.refuse(new InstanceDecisions(instance).screen());
        byte[] image = guests.screenshot(InstanceRoutes.place(instance), flag(request, "moveCursor"));
        return new ApiAnswer.Response(HttpStatus.OK, "image/png", Bytes.of(image), Map.of());
    }

    private ApiAnswer machinePortForward(SubresourcePath path, ApiRequest request) {
        if (objects.machine(path.namespace(), path.name()).isEmpty()) {
            throw new RefusedException(Refusal.notFound(MachineRoutes.KIND, path.name()));
        }
        if (objects.instance(path.namespace(), path.name()).isEmpty()) {
            throw new RefusedException(Refusal.conflict(MachineRoutes.KIND, path.name(), "VMI is not started"));
        }
        return portForward(path, request);
    }

    private ApiAnswer portForward(SubresourcePath path, ApiRequest request) {
        int port = port(path);
        boolean datagrams = datagrams(path);
        VirtualMachineInstance instance = InstanceRoutes.read(objects, path);
        InstanceRoutes.refuse(new InstanceDecisions(instance).portForward());
        String address = new InstanceView(Optional.of(instance)).address().orElseThrow();
        return upgrade(request, () -> {
            try {
                return ports.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), datagrams);
            } catch (IOException | IllegalArgumentException e) {
                throw new RefusedException(Refusal.failed(String.valueOf(e.getMessage())));
            }
        });
    }

    /** What is asked for is opened only for a client that can take it. */
    private static ApiAnswer upgrade(ApiRequest request, Supplier<ByteSource> source) {
        if (!request.isWebSocket()) {
            throw new RefusedException(Refusal.badRequest("this is a stream: ask for it as a WebSocket"));
        }
        return new ApiAnswer.Upgrade(source.get());
    }

    private static int port(SubresourcePath path) {
        String text = path.arguments().isEmpty() ? "" : path.arguments().getFirst();
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > HIGHEST_PORT) {
            throw new RefusedException(Refusal.badRequest("the path must name a port: portforward/PORT"));
        }
        return Integer.parseInt(text);
    }

    private static boolean datagrams(SubresourcePath path) {
        List<String> after = path.arguments().subList(1, path.arguments().size());
        if (after.isEmpty() || after.equals(List.of("tcp"))) {
            return false;
        }
        if (after.equals(List.of("udp"))) {
            return true;
        }
        throw new RefusedException(Refusal.badRequest("the protocol must be tcp or udp"));
    }

    /** A parameter beside those of KubeVirt: how much of what the guest said before is shown first. */
    private static int replay(ApiRequest request) {
        String text = request.parameter("replayBytes").orElse(Integer.toString(REPLAY_BYTES));
        if (!DIGITS.matcher(text).matches()) {
            throw new RefusedException(Refusal.badRequest("replayBytes must be a number of bytes"));
        }
        return Math.min(MOST_REPLAY_BYTES, Integer.parseInt(text));
    }

    private static boolean flag(ApiRequest request, String name) {
        return request.parameter(name).filter("true"::equals).isPresent();
    }
}
