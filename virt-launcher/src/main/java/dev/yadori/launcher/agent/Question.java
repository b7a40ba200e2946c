package dev.yadori.launcher.agent;

import dev.yadori.launcher.agent.AgentAnswer.Fields;
import dev.yadori.launcher.agent.AgentInfo.Command;
import dev.yadori.launcher.agent.AgentInfo.Disk;
import dev.yadori.launcher.agent.AgentInfo.Filesystem;
import dev.yadori.launcher.agent.AgentInfo.Freeze;
import dev.yadori.launcher.agent.AgentInfo.Kernel;
import dev.yadori.launcher.agent.AgentInfo.Mount;
import dev.yadori.launcher.agent.AgentInfo.Nic;
import dev.yadori.launcher.agent.AgentInfo.Os;
import dev.yadori.launcher.agent.AgentInfo.User;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** What is asked again and again, how often, and what its answer adds to what is known. */
enum Question {
    AGENT("guest-info", Duration.ofMinutes(5)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            var commands = new ArrayList<Command>();
            return read(
                    known,
                    answer,
                    in -> in.fields(
                            NAME,
                            Map.of(
                                    "supported_commands",
                                    () -> in.elements(COMMANDS, () -> commands.add(supported(in)))),
                            "version"),
                    (next, fields) -> next.withAgent(new AgentInfo.Agent(
                            fields.text("version"), commands, next.agent().freeze())));
        }
    },
    OS("guest-get-osinfo", Duration.ofMinutes(2)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return read(
                    known,
                    answer,
                    in -> in.fields(TEXT, Map.of(), OS_FIELDS),
                    (next, fields) -> next.withHost(next.host().withOs(os(fields))));
        }
    },
    HOST_NAME("guest-get-host-name", Duration.ofMinutes(2)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return read(
                    known,
                    answer,
                    in -> in.fields(TEXT, Map.of(), "host-name"),
                    (next, fields) -> next.withHost(next.host().withName(fields.text("host-name"))));
        }
    },
    TIMEZONE("guest-get-timezone", Duration.ofMinutes(2)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return read(
                    known,
                    answer,
                    in -> in.fields(NAME, Map.of(), "zone", "offset"),
                    (next, fields) -> next.withHost(
                            next.host().withTimezone(fields.text("zone") + ", " + fields.number("offset"))));
        }
    },
    INTERFACES("guest-network-get-interfaces", Duration.ofSeconds(30)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return list(
                    known,
                    answer,
                    NICS,
                    Question::nic,
                    (next, nics) -> next.withNics(nics.stream()
                            .filter(nic -> !nic.name().equals("lo"))
                            .toList()));
        }
    },
    FILESYSTEMS("guest-get-fsinfo", Duration.ofMinutes(1)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return list(known, answer, FILESYSTEM_COUNT, Question::filesystem, AgentInfo::withFilesystems);
        }
    },
    USERS("guest-get-users", Duration.ofMinutes(1)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return list(known, answer, USER_COUNT, Question::user, AgentInfo::withUsers);
        }
    },
    FREEZE("guest-fsfreeze-status", Duration.ofMinutes(1)) {
        @Override
        AgentInfo learn(AgentInfo known, String answer) throws AgentException {
            return read(
                    known,
                    answer,
                    in -> in.text(NAME),
                    (next, word) -> next.withAgent(next.agent().withFreeze(freeze(word))));
        }
    };

    private static final int NAME = 64;
    private static final int PATH = 128;
    private static final int TEXT = 256;
    private static final int COMMANDS = 160;
    private static final int NICS = 24;
    private static final int ADDRESSES = 12;
    private static final int FILESYSTEM_COUNT = 64;
    private static final int DISKS = 4;
    private static final int USER_COUNT = 64;
    private static final String[] OS_FIELDS = {
        "id", "name", "pretty-name", "version", "version-id", "kernel-release", "kernel-version", "machine"
    };
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f.:]{2,45}");

    /** The end of the year 9999, which is the last that the API can show. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final String command;
    private final Duration period;

    Question(String command, Duration period) {
        this.command = command;
        this.period = period;
    }

    String command() {
        return command;
    }

    Duration period() {
        return period;
    }

    /** What is known after the answer. */
    abstract AgentInfo learn(AgentInfo known, String answer) throws AgentException;

    /** What was cut is remembered. */
    private static <T> AgentInfo read(
            AgentInfo known, String answer, AgentAnswer.Reading<T> reading, BiFunction<AgentInfo, T, AgentInfo> learn)
            throws AgentException {
        var read = AgentAnswer.read(answer, reading);
        return learn.apply(known.withTruncated(read.cut()), read.value());
    }

    private static <T> AgentInfo list(
            AgentInfo known,
            String answer,
            int most,
            AgentAnswer.Reading<T> element,
            BiFunction<AgentInfo, List<T>, AgentInfo> learn)
            throws AgentException {
        return read(
                known,
                answer,
                in -> {
                    var elements = new ArrayList<T>();
                    in.elements(most, () -> elements.add(element.of(in)));
                    return elements;
                },
                learn::apply);
    }

    private static Command supported(AgentAnswer in) throws IOException {
        var fields = in.fields(NAME, Map.of(), "name", "enabled");
        return new Command(fields.text("name"), fields.flag("enabled"));
    }

    private static Os os(Fields fields) {
        return new Os(
                fields.text("id"),
                fields.text("name"),
                fields.text("pretty-name"),
                fields.text("version"),
                fields.text("version-id"),
                new Kernel(fields.text("kernel-release"), fields.text("kernel-version"), fields.text("machine")));
    }

    private static Freeze freeze(String word) {
        return switch (word) {
            case "thawed" -> Freeze.THAWED;
            case "frozen" -> Freeze.FROZEN;
            default -> Freeze.UNKNOWN;
        };
    }

    private static User user(AgentAnswer in) throws IOException {
        var fields = in.fields(NAME, Map.of(), "user", "domain", "login-time");
        return new User(fields.text("user"), fields.text("domain"), Math.min(fields.count("login-time"), LAST_SECOND));
    }

    private static Nic nic(AgentAnswer in) throws IOException {
        var addresses = new ArrayList<String>();
        var fields = in.fields(
                NAME,
                Map.of(
                        "ip-addresses",
                        () -> in.elements(ADDRESSES, () -> {
                            var address = in.fields(NAME, Map.of(), "ip-address")
                                    .text("ip-address")
                                    .toLowerCase(Locale.ROOT);
                            if (ADDRESS.matcher(address).matches()) {
                                addresses.add(address);
                            }
                        })),
                "name",
                "hardware-address");
        var mac = fields.text("hardware-address").toLowerCase(Locale.ROOT);
        return new Nic(fields.text("name"), MAC.matcher(mac).matches() ? mac : "", addresses);
    }

    private static Filesystem filesystem(AgentAnswer in) throws IOException {
        var disks = new ArrayList<Disk>();
        var fields = in.fields(
                PATH,
                Map.of("disk", () -> in.elements(DISKS, () -> disks.add(disk(in)))),
                "name",
                "mountpoint",
                "type",
                "used-bytes",
                "total-bytes");
        return new Filesystem(
                new Mount(fields.text("name"), fields.text("mountpoint"), fields.text("type")),
                fields.count("used-bytes"),
                fields.count("total-bytes"),
                disks);
    }

    private static Disk disk(AgentAnswer in) throws IOException {
        var fields = in.fields(NAME, Map.of(), "serial", "bus-type");
        return new Disk(fields.text("serial"), fields.text("bus-type"));
    }
}
