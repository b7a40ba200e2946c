package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Interface;
import dev.yadori.crds.v1.Interface.Port;
import dev.yadori.crds.v1.Interface.PortProtocol;
import dev.yadori.crds.v1.Interface.PortRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ports that reach the guest. */
final class PortRules {

    private static final String RANGES_GATE = "PortRangesSpec";
    private static final int HIGHEST = 65_535;
    private static final Pattern NAME = Pattern.compile("(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?");

    private PortRules() {}

    static void check(List<Port> ports, FieldPath list, Faults faults) {
        Texts.unique(ports.stream().<@Nullable String>map(Port::name).toList(), list, faults);
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            FieldPath at = list.index(i);
            PortProtocol protocol = port.protocol() == null ? PortProtocol.TCP : port.protocol();
            number(port.port(), at.field("port"), faults);
            if (!taken.add(port.port() + "/" + protocol.wire())) {
                faults.duplicate(at, port.port() + "/" + protocol.wire() + " is given more than once");
            }
            if (port.name() != null && !NAME.matcher(port.name()).matches()) {
                faults.invalid(
                        at.field("name"),
                        "must be at most 15 lower case letters, digits and single inner dashes, with a letter");
            }
        }
    }

    /** Ranges of ports instead of single ones. */
    static void ranges(SpecView view, Interface card, FieldPath list, Faults faults) {
        if (card.portRanges().isEmpty()) {
            return;
        }
        if (!view.config().isEnabled(RANGES_GATE)) {
            faults.forbidden(list, "needs the feature gate " + RANGES_GATE);
        }
        if (card.masquerade() == null) {
            faults.invalid(list, "is possible only with masquerade");
        }
        for (int i = 0; i < card.portRanges().size(); i++) {
            PortRange range = card.portRanges().get(i);
            FieldPath at = list.index(i);
            number(range.start(), at.field("start"), faults);
            number(range.end(), at.field("end"), faults);
            if (range.start() != null && range.end() != null && range.start() > range.end()) {
                faults.invalid(at.field("end"), "must not be less than start");
            }
        }
    }

    static void number(@Nullable Integer port, FieldPath at, Faults faults) {
        if (port == null) {
            faults.required(at, "must be given");
        } else if (port < 1 || port > HIGHEST) {
            faults.invalid(at, "must be from 1 to " + HIGHEST + ", is " + port);
        }
    }
}
