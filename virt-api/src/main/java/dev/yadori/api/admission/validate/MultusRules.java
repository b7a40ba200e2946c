package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Network;
import org.jspecify.annotations.Nullable;

/** Networks that Multus attaches, of one guest. Its names become part of JSON that nobody escapes. */
final class MultusRules {

    private final Faults faults;
    private @Nullable FieldPath first;

    MultusRules(Faults faults) {
        this.faults = faults;
    }

    void check(Network.MultusNetwork multus, FieldPath at) {
        name(multus.networkName(), at.field("networkName"));
        if (!Boolean.TRUE.equals(multus.isDefault())) {
            return;
        }
        if (first != null) {
            faults.duplicate(at.field("default"), "only one network can be the default");
        } else {
            first = at.field("default");
        }
    }

    /** What can be said only when all networks are known. */
    void beside(boolean podNetwork) {
        if (first != null && podNetwork) {
            faults.invalid(first, "a default network takes the place of the pod network, which is there as well");
        }
    }

    private void name(@Nullable String name, FieldPath at) {
        int slash = name == null ? -1 : name.indexOf('/');
        if (name == null || slash < 0) {
            Texts.dnsSubdomain(name, at, faults);
            return;
        }
        if (slash == 0) {
            faults.invalid(at, "must have a namespace before the slash, is '" + name + "'");
        } else {
            Texts.dnsLabel(name.substring(0, slash), at, faults);
        }
        Texts.dnsSubdomain(name.substring(slash + 1), at, faults);
    }
}
