package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.proto.launcher.v1.AgentFilesystem;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentOs;
import dev.yadori.proto.launcher.v1.AgentUser;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a guest's agent says, in the words of KubeVirt. */
final class GuestInfoCodec {

    private static final double NANOS = 1e9;

    private GuestInfoCodec() {}

    static byte[] system(AgentInfo info) {
        ObjectNode system = SpecReader.JSON.createObjectNode();
        system.put("guestAgentVersion", info.getAgentVersion());
        ArrayNode commands = system.putArray("supportedCommands");
        info.getSupportedCommandsList()
                .forEach(command ->
                        commands.addObject().put("name", command.getName()).put("enabled", command.getEnabled()));
        system.put("hostname", info.getHostname());
        os(info.getOs(), system.putObject("os"));
        system.put("timezone", info.getTimezone());
        users(info.getUsersList(), system.putArray("userList"));
        filesystems(info.getFilesystemsList(), system.putObject("fsInfo").putArray("disks"));
        switch (info.getFreezeStatus()) {
            case FREEZE_STATUS_FROZEN -> system.put("fsFreezeStatus", "frozen");
            case FREEZE_STATUS_THAWED -> system.put("fsFreezeStatus", "thawed");
            case FREEZE_STATUS_UNSPECIFIED, UNRECOGNIZED -> system.remove("fsFreezeStatus");
        }
        return bytes(system);
    }

    static byte[] users(AgentInfo info) {
        ObjectNode list = list("VirtualMachineInstanceGuestOSUserList");
        users(info.getUsersList(), list.putArray("items"));
        return bytes(list);
    }

    static byte[] filesystems(AgentInfo info) {
        ObjectNode list = list("VirtualMachineInstanceFileSystemList");
        filesystems(info.getFilesystemsList(), list.putArray("items"));
        return bytes(list);
    }

    private static ObjectNode list(String kind) {
        ObjectNode list = SpecReader.JSON.createObjectNode();
        list.put("apiVersion", "v1").put("kind", kind).putObject("metadata");
        return list;
    }

    private static void os(AgentOs os, ObjectNode into) {
        into.put("name", os.getName())
                .put("kernelRelease", os.getKernelRelease())
                .put("version", os.getVersion())
                .put("prettyName", os.getPrettyName())
                .put("versionId", os.getVersionId())
                .put("kernelVersion", os.getKernelVersion())
                .put("machine", os.getMachine())
                .put("id", os.getId());
    }

    private static void users(List<AgentUser> users, ArrayNode into) {
        for (AgentUser user : users) {
            Timestamp login = user.getLoginTime();
            into.addObject()
                    .put("userName", user.getName())
                    .put("domain", user.getDomain())
                    .put("loginTime", login.getSeconds() + login.getNanos() / NANOS);
        }
    }

    private static void filesystems(List<AgentFilesystem> filesystems, ArrayNode into) {
        for (AgentFilesystem filesystem : filesystems) {
            ObjectNode one = into.addObject();
            one.put("diskName", filesystem.getName())
                    .put("mountPoint", filesystem.getMountPoint())
                    .put("fileSystemType", filesystem.getType())
                    .put("usedBytes", filesystem.getUsedBytes())
                    .put("totalBytes", filesystem.getTotalBytes());
            ArrayNode disks = one.putArray("disk");
            filesystem
                    .getDisksList()
                    .forEach(disk ->
                            disks.addObject().put("serial", disk.getSerial()).put("busType", disk.getBusType()));
        }
    }

    private static byte[] bytes(ObjectNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }
}
