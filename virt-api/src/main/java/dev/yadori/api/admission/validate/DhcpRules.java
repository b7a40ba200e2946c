package dev.yadori.api.admission.validate;

import dev.yadori.api.admission.Faults;
import dev.yadori.api.admission.FieldPath;
import dev.yadori.crds.v1.Interface.DhcpOptions;
import dev.yadori.crds.v1.Interface.PrivateOption;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What DHCP tells the guest in addition. */
final class DhcpRules {

    private static final int FIRST_PRIVATE = 224;
    private static final int LAST_PRIVATE = 254;

    /** Bytes of one option (RFC 2132 section 2). */
    private static final int LONGEST = 255;

    private DhcpRules() {}

    static void check(@Nullable DhcpOptions options, FieldPath at, Faults faults) {
        if (options == null) {
            return;
        }
        length(options.bootFileName(), at.field("bootFileName"), faults);
        length(options.tftpServerName(), at.field("tftpServerName"), faults);
        for (int i = 0; i < options.ntpServers().size(); i++) {
            String server = options.ntpServers().get(i);
            if (!Cidr.isIpv4Address(server)) {
                faults.invalid(at.field("ntpServers").index(i), "must be an IPv4 address, is '" + server + "'");
            }
        }
        privateOptions(options.privateOptions(), at.field("privateOptions"), faults);
    }

    private static void privateOptions(List<PrivateOption> options, FieldPath list, Faults faults) {
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < options.size(); i++) {
            PrivateOption option = options.get(i);
            FieldPath at = list.index(i);
            Integer code = option.option();
            if (code == null || code < FIRST_PRIVATE || code > LAST_PRIVATE) {
                faults.invalid(
                        at.field("option"), "must be from " + FIRST_PRIVATE + " to " + LAST_PRIVATE + ", is " + code);
            } else if (!taken.add(code)) {
                faults.duplicate(at.field("option"), code + " is given more than once");
            }
            length(option.value(), at.field("value"), faults);
        }
    }

    private static void length(@Nullable String text, FieldPath at, Faults faults) {
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            faults.invalid(at, "must be at most " + LONGEST + " bytes");
        }
    }
}
