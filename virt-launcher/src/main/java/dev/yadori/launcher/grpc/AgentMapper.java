package dev.yadori.launcher.grpc;

import com.google.protobuf.Timestamp;
import dev.yadori.launcher.agent.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentCommand;
import dev.yadori.proto.launcher.v1.AgentDisk;
import dev.yadori.proto.launcher.v1.AgentFilesystem;
import dev.yadori.proto.launcher.v1.AgentInfo.FreezeStatus;
import dev.yadori.proto.launcher.v1.AgentInterface;
import dev.yadori.proto.launcher.v1.AgentOs;
import dev.yadori.proto.launcher.v1.AgentUser;
import java.util.function.IntConsumer;

/** From what the agent has said to the wire contract, and no more than that allows. */
final class AgentMapper {
    static final int LARGEST = 48 * 1024;

    private AgentMapper() {}

    static dev.yadori.proto.launcher.v1.AgentInfo info(AgentInfo info) {
        var wire = dev.yadori.proto.launcher.v1.AgentInfo.newBuilder()
                .setAgentVersion(info.agent().version())
                .setHostname(info.host().name())
                .setTimezone(info.host().timezone())
                .setOs(os(info.host().os()))
                .setFreezeStatus(freeze(info.agent().freeze()))
                .setTruncated(info.truncated());
        info.agent()
                .commands()
                .forEach(command -> wire.addSupportedCommands(
                        AgentCommand.newBuilder().setName(command.name()).setEnabled(command.enabled())));
        info.users().forEach(user -> wire.addUsers(user(user)));
        info.filesystems().forEach(filesystem -> wire.addFilesystems(filesystem(filesystem)));
        info.nics()
                .forEach(nic -> wire.addInterfaces(AgentInterface.newBuilder()
                        .setName(nic.name())
                        .setMac(nic.mac())
                        .addAllAddresses(nic.addresses())));
        return shortened(wire);
    }

    /** The list that takes most gives half of it, until the whole is small enough. */
    private static dev.yadori.proto.launcher.v1.AgentInfo shortened(
            dev.yadori.proto.launcher.v1.AgentInfo.Builder wire) {
        var whole = wire.build();
        while (whole.getSerializedSize() > LARGEST) {
            int filesystems = whole.getFilesystemsList().stream()
                    .mapToInt(AgentFilesystem::getSerializedSize)
                    .sum();
            int users = whole.getUsersList().stream()
                    .mapToInt(AgentUser::getSerializedSize)
                    .sum();
            int commands = whole.getSupportedCommandsList().stream()
                    .mapToInt(AgentCommand::getSerializedSize)
                    .sum();
            int nics = whole.getInterfacesList().stream()
                    .mapToInt(AgentInterface::getSerializedSize)
                    .sum();
            int most = Math.max(Math.max(filesystems, users), Math.max(commands, nics));
            if (most == filesystems) {
                halve(whole.getFilesystemsCount(), wire::removeFilesystems);
            } else if (most == users) {
                halve(whole.getUsersCount(), wire::removeUsers);
            } else if (most == commands) {
                halve(whole.getSupportedCommandsCount(), wire::removeSupportedCommands);
            } else {
                halve(whole.getInterfacesCount(), wire::removeInterfaces);
            }
            whole = wire.setTruncated(true).build();
        }
        return whole;
    }

    private static void halve(int count, IntConsumer remove) {
        for (int last = count - 1; last >= count / 2; last--) {
            remove.accept(last);
        }
    }

    private static FreezeStatus freeze(AgentInfo.Freeze freeze) {
        return switch (freeze) {
            case UNKNOWN -> FreezeStatus.FREEZE_STATUS_UNSPECIFIED;
            case THAWED -> FreezeStatus.FREEZE_STATUS_THAWED;
            case FROZEN -> FreezeStatus.FREEZE_STATUS_FROZEN;
        };
    }

    private static AgentOs os(AgentInfo.Os os) {
        return AgentOs.newBuilder()
                .setId(os.id())
                .setName(os.name())
                .setPrettyName(os.prettyName())
                .setVersion(os.version())
                .setVersionId(os.versionId())
                .setKernelRelease(os.kernel().release())
                .setKernelVersion(os.kernel().version())
                .setMachine(os.kernel().machine())
                .build();
    }

    private static AgentUser user(AgentInfo.User user) {
        return AgentUser.newBuilder()
                .setName(user.name())
                .setDomain(user.domain())
                .setLoginTime(Timestamp.newBuilder().setSeconds(user.loginSeconds()))
                .build();
    }

    private static AgentFilesystem filesystem(AgentInfo.Filesystem filesystem) {
        var wire = AgentFilesystem.newBuilder()
                .setName(filesystem.mount().device())
                .setMountPoint(filesystem.mount().point())
                .setType(filesystem.mount().type())
                .setUsedBytes(filesystem.usedBytes())
                .setTotalBytes(filesystem.totalBytes());
        filesystem
                .disks()
                .forEach(disk -> wire.addDisks(
                        AgentDisk.newBuilder().setSerial(disk.serial()).setBusType(disk.bus())));
        return wire.build();
    }
}
