package dev.yadori.handler.launch;

import dev.yadori.crds.launcher.LivenessFromPod;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Probe;
import dev.yadori.proto.launcher.v1.GuestPort;
import dev.yadori.proto.launcher.v1.GuestProbe;
import dev.yadori.proto.launcher.v1.HttpHeader;
import dev.yadori.proto.launcher.v1.HttpRequest;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A liveness check over the network, as the launcher makes it where the guest has an address of its own in the pod. */
final class LivenessMapper {

    private static final String FIELD = "spec.livenessProbe";

    private LivenessMapper() {}

    /** Empty where it is the kubelet's. */
    static Optional<GuestProbe> probe(Guest guest, LaunchFacts facts, FieldErrors errors) {
        var probe = guest.spec().livenessProbe();
        var card = LivenessFromPod.of(guest.spec(), guest.annotations());
        if (probe == null || card.isEmpty()) {
            return Optional.empty();
        }
        var address = Optional.ofNullable(
                        facts.links().get(Objects.requireNonNull(card.get().name())))
                .flatMap(LivenessMapper::address);
        var port = port(probe, card.get());
        if (port.isEmpty()) {
            errors.add(FIELD, "its port is none of the interface's");
        }
        // Whatever lacks its link is refused for that.
        return address.filter(_ -> port.isPresent())
                .map(reached -> AgentDutiesMapper.timed(probe)
                        .setKind(GuestProbe.Kind.KIND_LIVENESS)
                        .setPort(target(probe.httpGet()).setAddress(reached).setPort(port.getAsInt()))
                        .build());
    }

    private static Optional<String> address(LaunchFacts.Link link) {
        return Stream.of(
                        Optional.ofNullable(link.dhcp()).map(LaunchFacts.Lease::address),
                        Optional.ofNullable(link.ipv6()).map(LaunchFacts.Ipv6::address))
                .flatMap(Optional::stream)
                .map(address -> address.substring(0, address.indexOf('/')))
                .findFirst();
    }

    private static OptionalInt port(Probe probe, Interface card) {
        var asked = probe.httpGet() != null
                ? probe.httpGet().getPort()
                : Objects.requireNonNull(probe.tcpSocket()).getPort();
        return number(asked, card);
    }

    private static OptionalInt number(@Nullable IntOrString asked, Interface card) {
        if (asked == null) {
            return OptionalInt.empty();
        }
        if (asked.getIntVal() != null) {
            return OptionalInt.of(asked.getIntVal());
        }
        return card.ports().stream()
                .filter(port -> asked.getStrVal().equals(port.name()))
                .mapToInt(port -> Objects.requireNonNullElse(port.port(), 0))
                .findFirst();
    }

    private static GuestPort.Builder target(@Nullable HTTPGetAction http) {
        var target = GuestPort.newBuilder();
        if (http != null) {
            var request = HttpRequest.newBuilder().setPath(Objects.requireNonNullElse(http.getPath(), "/"));
            for (var header : Objects.requireNonNullElse(http.getHttpHeaders(), List.<HTTPHeader>of())) {
                request.addHeaders(HttpHeader.newBuilder()
                        .setName(Objects.requireNonNullElse(header.getName(), ""))
                        .setValue(Objects.requireNonNullElse(header.getValue(), "")));
            }
            target.setHttp(request);
        }
        return target;
    }
}
