package dev.yadori.launcher.dhcp;

import dev.yadori.launcher.net.DomainName;
import dev.yadori.launcher.net.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Option 119 (RFC 3397): names as in DNS (RFC 1035 section 4.1.4), where an ending that was written before is a pointer. */
final class DomainSearch {
    private static final int POINTER = 0xc000;
    private static final int LARGEST_OFFSET = 0x3fff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();

    private DomainSearch() {}

    /** Leaves out what is no domain name, such as the root. */
    static Octets encode(List<String> domains) {
        var search = new DomainSearch();
        domains.stream()
                .map(DomainName::of)
                .flatMap(Optional::stream)
                .map(DomainName::toString)
                .forEach(search::write);
        return Octets.of(search.bytes.toByteArray());
    }

    private void write(String domain) {
        var rest = domain;
        while (!rest.isEmpty()) {
            var known = offsets.get(rest);
            if (known != null) {
                bytes.writeBytes(Octets.uint16(POINTER | known).toByteArray());
                return;
            }
            if (bytes.size() <= LARGEST_OFFSET) {
                offsets.put(rest, bytes.size());
            }
            int dot = rest.indexOf('.');
            var label = dot < 0 ? rest : rest.substring(0, dot);
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        bytes.write(0);
    }
}
