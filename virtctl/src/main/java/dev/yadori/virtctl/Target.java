package dev.yadori.virtctl;

import java.util.Locale;

/**
 * What a command is about, as it is written: NAME, vm/NAME or vmi/NAME.
 *
 * @param resource virtualmachines or virtualmachineinstances
 */
record Target(String resource, String name) {

    static final String MACHINES = "virtualmachines";
    static final String INSTANCES = "virtualmachineinstances";

    /** Without a kind before it, a name is that of an instance. */
    static Target parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new Target(INSTANCES, text);
        }
        return new Target(resource(text.substring(0, slash)), text.substring(slash + 1));
    }

    static String resource(String kind) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "vm", "vms", "virtualmachine", MACHINES -> MACHINES;
            case "vmi", "vmis", "virtualmachineinstance", INSTANCES -> INSTANCES;
            default -> throw new UnreachableException("'" + kind + "' is neither vm nor vmi");
        };
    }
}
