package dev.yadori.virtctl;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a command is about, as it is written: NAME, vm/NAME or vmi/NAME, the last two also with /NAMESPACE behind them.
 *
 * @param resource virtualmachines or virtualmachineinstances
 * @param namespace null for that of the kubeconfig
 */
record Target(String resource, String name, @Nullable String namespace) {

    static final String MACHINES = "virtualmachines";
    static final String INSTANCES = "virtualmachineinstances";

    /** Of any kind: what goes into a path of the API, or onto a command line. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    Target {
        check(name);
        if (namespace != null) {
            check(namespace);
        }
    }

    Target(String resource, String name) {
        this(resource, name, null);
    }

    /** Without a kind before it, a name is that of an instance. */
    static Target parse(String text) {
        String[] parts = text.split("/", -1);
        return switch (parts.length) {
            case 1 -> new Target(INSTANCES, text);
            case 2 -> new Target(resource(parts[0]), parts[1]);
            case 3 -> new Target(resource(parts[0]), parts[1], parts[2]);
            default -> throw new UnreachableException("'" + text + "' must be vm/NAME or vmi/NAME");
        };
    }

    static String resource(String kind) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "vm", "vms", "virtualmachine", MACHINES -> MACHINES;
            case "vmi", "vmis", "virtualmachineinstance", INSTANCES -> INSTANCES;
            default -> throw new UnreachableException("'" + kind + "' is neither vm nor vmi");
        };
    }

    /** The instance of a machine has its name. */
    Target instance() {
        return new Target(INSTANCES, name, namespace);
    }

    /** vm or vmi. */
    String kind() {
        return resource.equals(MACHINES) ? "vm" : "vmi";
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new UnreachableException("'" + name + "' is no name");
        }
    }
}
