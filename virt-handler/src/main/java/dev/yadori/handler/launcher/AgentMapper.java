package dev.yadori.handler.launcher;

import dev.yadori.handler.launcher.GuestAgent.Nic;
import dev.yadori.handler.launcher.GuestAgent.Os;
import dev.yadori.proto.launcher.v1.AgentCommand;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentInterface;
import dev.yadori.proto.launcher.v1.AgentOs;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From the wire's agent to what a status may hold. The launcher has cut it already; it lives next to the guest. */
final class AgentMapper {
    private static final int MOST_COMMANDS = 256;
    private static final int MOST_NICS = 32;
    private static final int MOST_ADDRESSES = 16;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 256;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f.:]{2,45}");

    private AgentMapper() {}

    static GuestAgent agent(AgentInfo info) {
        return new GuestAgent(
                name(info.getAgentVersion()),
                info.getSupportedCommandsList().stream()
                        .filter(AgentCommand::getEnabled)
                        .limit(MOST_COMMANDS)
                        .map(command -> name(command.getName()))
                        .collect(Collectors.toSet()),
                os(info.getOs()),
                info.getFreezeStatus() == AgentInfo.FreezeStatus.FREEZE_STATUS_FROZEN,
                info.getInterfacesList().stream()
                        .limit(MOST_NICS)
                        .map(AgentMapper::nic)
                        .toList());
    }

    private static Os os(AgentOs os) {
        return new Os(
                text(os.getId()),
                text(os.getName()),
                text(os.getPrettyName()),
                text(os.getVersion()),
                text(os.getVersionId()),
                text(os.getKernelRelease()),
                text(os.getKernelVersion()),
                text(os.getMachine()));
    }

    private static Nic nic(AgentInterface nic) {
        var mac = nic.getMac().toLowerCase(Locale.ROOT);
        return new Nic(
                name(nic.getName()),
                MAC.matcher(mac).matches() ? mac : "",
                nic.getAddressesList().stream()
                        .filter(address -> ADDRESS.matcher(address).matches())
                        .limit(MOST_ADDRESSES)
                        .toList());
    }

    private static String name(String said) {
        return clean(said, LONGEST_NAME);
    }

    private static String text(String said) {
        return clean(said, LONGEST_TEXT);
    }

    private static String clean(String said, int longest) {
        var clean = new StringBuilder();
        said.codePoints().limit(longest).forEach(point -> clean.appendCodePoint(isText(point) ? point : '?'));
        return clean.toString();
    }

    private static boolean isText(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }
}
