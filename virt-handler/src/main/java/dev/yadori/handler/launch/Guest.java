package dev.yadori.handler.launch;

import dev.yadori.crds.v1.Devices;
import dev.yadori.crds.v1.DomainSpec;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** One object with the parts that every concern needs, none of them null. */
record Guest(
        String namespace,
        String name,
        String uid,
        Map<String, String> annotations,
        VirtualMachineInstanceSpec spec,
        DomainSpec domain) {

    private static final Devices NO_DEVICES = new Devices(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, null, null, null, null, List.of(),
            null, null, null, null, null, null, null, null, null, null, null, null, null);

    static final int LABEL_LENGTH = 63;

    /** Empty where the object has no spec or no domain, which the API server would not have taken. */
    static Optional<Guest> of(VirtualMachineInstance vmi) {
        var spec = vmi.getSpec();
        if (spec == null || spec.domain() == null) {
            return Optional.empty();
        }
        var meta = vmi.getMetadata();
        var annotations = meta.getAnnotations() == null ? Map.<String, String>of() : meta.getAnnotations();
        return Optional.of(
                new Guest(meta.getNamespace(), meta.getName(), meta.getUid(), annotations, spec, spec.domain()));
    }

    Devices devices() {
        return devices(domain);
    }

    /** Those of a domain, or none. */
    static Devices devices(DomainSpec domain) {
        return Objects.requireNonNullElse(domain.devices(), NO_DEVICES);
    }

    /** The one in the spec, else one that stays the same whenever a guest of this name is started. */
    String firmwareUuid() {
        var firmware = domain.firmware();
        if (firmware != null && firmware.uuid() != null) {
            return firmware.uuid();
        }
        return UUID.nameUUIDFromBytes((namespace + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** As the pod is named: cut at the first dot and at 63 characters. */
    String hostname() {
        var asked = Objects.requireNonNullElse(spec.hostname(), name);
        int dot = asked.indexOf('.');
        var label = dot < 0 ? asked : asked.substring(0, dot);
        var cut = label.length() <= LABEL_LENGTH ? label : label.substring(0, LABEL_LENGTH);
        return cut.replaceAll("-+$", "");
    }
}
