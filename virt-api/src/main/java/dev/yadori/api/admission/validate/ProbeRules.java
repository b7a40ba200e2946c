package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Probe;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks of the guest over the pod network. */
final class ProbeRules {

    private ProbeRules() {}

    static void check(SpecView view, Faults faults) {
        probe(view, view.spec().readinessProbe(), view.at("readinessProbe"), faults);
        Probe liveness = view.spec().livenessProbe();
        FieldPath at = view.at("livenessProbe");
        probe(view, liveness, at, faults);
        if (liveness != null && liveness.successThreshold() != null && liveness.successThreshold() != 1) {
            faults.invalid(at.field("successThreshold"), "must be 1, is " + liveness.successThreshold());
        }
    }

    private static void probe(SpecView view, @Nullable Probe probe, FieldPath at, Faults faults) {
        if (probe == null) {
            return;
        }
        if (probe.httpGet() != null) {
            reached(view, at.field("httpGet"), faults);
            port(view, probe.httpGet().getPort(), at.field("httpGet.port"), faults);
        }
        if (probe.tcpSocket() != null) {
            reached(view, at.field("tcpSocket"), faults);
            port(view, probe.tcpSocket().getPort(), at.field("tcpSocket.port"), faults);
        }
    }

    private static void reached(SpecView view, FieldPath at, Faults faults) {
        boolean connected = view.interfaces().stream()
                .map(card -> view.networksByName().get(String.valueOf(card.name())))
                .anyMatch(network -> network != null && network.pod() != null);
        if (!connected) {
            faults.invalid(at, "needs an interface on the pod network");
        }
    }

    private static void port(SpecView view, @Nullable IntOrString port, FieldPath at, Faults faults) {
        if (port == null || port.getIntVal() != null) {
            PortRules.number(port == null ? null : port.getIntVal(), at, faults);
            return;
        }
        String name = port.getStrVal();
        boolean known = view.interfaces().stream()
                .flatMap(card -> card.ports().stream())
                .anyMatch(open -> Objects.equals(open.name(), name));
        if (!known) {
            faults.invalid(at, "no port of an interface is named '" + name + "'");
        }
    }
}
