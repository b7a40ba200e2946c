package dev.yadori.launcher.hypervisor.libvirt;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.yadori.launcher.hypervisor.DomainStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.libvirt.jna.DomainPointer;

/**
 * Takes one domain's statistics from libvirt's list of named values. Asks for nothing that another call on the domain would have to
 * be waited for.
 *
 * @see <a href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainListGetStats">their names</a>
 */
final class StatisticsReader {
    /** State, CPU, balloon, vCPUs, interfaces, blocks. */
    private static final int WANTED = 0b11_1111;
    /** VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT. */
    private static final int AT_ONCE = 1 << 29;

    /** virTypedParameter: a name, a type, and a value of 8 bytes. */
    private static final int NAME_LENGTH = 80;

    private static final int VALUE_OFFSET = 88;
    private static final int PARAMETER_SIZE = 96;
    private static final int MOST_PARAMETERS = 16_384;

    private static final int SHUT_OFF = 5;
    private static final int MOST_OF_A_KIND = 512;
    private static final Pattern NUMBERED = Pattern.compile("(vcpu|net|block)\\.([0-9]{1,4})\\.(.+)");

    private final Map<String, Long> domain = new TreeMap<>();
    private final Map<Integer, Map<String, Long>> vcpus = new TreeMap<>();
    private final Map<Integer, Map<String, Long>> cards = new TreeMap<>();
    private final Map<Integer, Map<String, Long>> drives = new TreeMap<>();
    private final Map<String, String> targets = new TreeMap<>();

    /** Below 0 where libvirt fails. */
    int read(DomainPointer guest) {
        var list = new Memory(2L * Native.POINTER_SIZE);
        list.setPointer(0, guest.getPointer());
        list.setPointer(Native.POINTER_SIZE, null);
        var records = new PointerByReference();
        int found = LibVirt.virDomainListGetStats(list, WANTED, records, AT_ONCE);
        if (found < 0) {
            return found;
        }
        try {
            if (found > 0) {
                record(records.getValue().getPointer(0));
            }
            return found;
        } finally {
            LibVirt.virDomainStatsRecordListFree(records.getValue());
        }
    }

    boolean runs() {
        return domain.getOrDefault("state.state", (long) SHUT_OFF) != SHUT_OFF;
    }

    /** With the names that devices were given, which are in the domain's XML. */
    DomainStatistics named(String xml) {
        var names = DeviceNames.read(xml);
        return new DomainStatistics(
                domain, List.copyOf(vcpus.values()), devices("net", cards, names), devices("block", drives, names));
    }

    private List<DomainStatistics.Device> devices(
            String group, Map<Integer, Map<String, Long>> figures, Map<String, String> names) {
        var devices = new ArrayList<DomainStatistics.Device>();
        figures.forEach((number, of) -> {
            var target = targets.getOrDefault(group + number, "");
            devices.add(new DomainStatistics.Device(names.getOrDefault(target, target), of));
        });
        return devices;
    }

    /** virDomainStatsRecord: the domain, the values, how many. */
    private void record(Pointer record) {
        var parameters = record.getPointer(Native.POINTER_SIZE);
        int count = Math.min(record.getInt(2L * Native.POINTER_SIZE), MOST_PARAMETERS);
        for (int i = 0; i < count; i++) {
            parameter(parameters.share((long) i * PARAMETER_SIZE, PARAMETER_SIZE));
        }
    }

    private void parameter(Pointer parameter) {
        var name = parameter.getString(0);
        switch (parameter.getInt(NAME_LENGTH)) {
            case 1 -> figure(name, parameter.getInt(VALUE_OFFSET));
            case 2 -> figure(name, Integer.toUnsignedLong(parameter.getInt(VALUE_OFFSET)));
            case 3, 4 -> figure(name, parameter.getLong(VALUE_OFFSET));
            case 7 -> text(name, parameter.getPointer(VALUE_OFFSET).getString(0));
            default -> {}
        }
    }

    private void figure(String name, long value) {
        var numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            domain.put(name, value);
            return;
        }
        int number = Integer.parseInt(numbered.group(2));
        if (number < MOST_OF_A_KIND) {
            group(numbered.group(1))
                    .computeIfAbsent(number, _ -> new TreeMap<>())
                    .put(numbered.group(3), value);
        }
    }

    private Map<Integer, Map<String, Long>> group(String name) {
        return switch (name) {
            case "vcpu" -> vcpus;
            case "net" -> cards;
            default -> drives;
        };
    }

    private void text(String name, String value) {
        var numbered = NUMBERED.matcher(name);
        if (numbered.matches() && numbered.group(3).equals("name")) {
            targets.put(numbered.group(1) + numbered.group(2), value);
        }
    }
}
