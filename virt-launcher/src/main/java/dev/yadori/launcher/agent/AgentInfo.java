package dev.yadori.launcher.agent;

import java.util.List;
import java.util.Optional;

/**
 * What the guest's agent says of the guest. Each text and list is as long as the agent's answers are allowed to be, so the
 * whole is bounded.
 *
 * @param truncated whether something was cut
 */
public record AgentInfo(
        Agent agent, Host host, List<User> users, List<Filesystem> filesystems, List<Nic> nics, boolean truncated) {
    public static final AgentInfo NONE =
            new AgentInfo(new Agent("", List.of(), Freeze.UNKNOWN), Host.NONE, List.of(), List.of(), List.of(), false);

    public AgentInfo {
        users = List.copyOf(users);
        filesystems = List.copyOf(filesystems);
        nics = List.copyOf(nics);
    }

    /** The agent itself. */
    public record Agent(String version, List<Command> commands, Freeze freeze) {
        public Agent {
            commands = List.copyOf(commands);
        }

        Agent withFreeze(Freeze seen) {
            return new Agent(version, commands, seen);
        }
    }

    public record Command(String name, boolean enabled) {}

    /** Whether the guest's file systems take writes. */
    public enum Freeze {
        UNKNOWN,
        THAWED,
        FROZEN
    }

    /** The guest as a whole. */
    public record Host(String name, String timezone, Os os) {
        static final Host NONE = new Host("", "", new Os("", "", "", "", "", new Kernel("", "", "")));

        Host withName(String given) {
            return new Host(given, timezone, os);
        }

        Host withTimezone(String zone) {
            return new Host(name, zone, os);
        }

        Host withOs(Os found) {
            return new Host(name, timezone, found);
        }
    }

    public record Os(String id, String name, String prettyName, String version, String versionId, Kernel kernel) {}

    public record Kernel(String release, String version, String machine) {}

    /**
     * Somebody who is logged in.
     *
     * @param loginSeconds since 1970, by the guest's clock
     */
    public record User(String name, String domain, long loginSeconds) {}

    public record Filesystem(Mount mount, long usedBytes, long totalBytes, List<Disk> disks) {
        public Filesystem {
            disks = List.copyOf(disks);
        }
    }

    public record Mount(String device, String point, String type) {}

    public record Disk(String serial, String bus) {}

    /**
     * A network interface.
     *
     * @param mac in lower case, or empty
     */
    public record Nic(String name, String mac, List<String> addresses) {
        public Nic {
            addresses = List.copyOf(addresses);
        }
    }

    /** Without what changes all the time and is told only to those who ask. */
    public AgentInfo lasting() {
        return new AgentInfo(agent, host, List.of(), List.of(), nics, truncated);
    }

    /** Whether it may be asked for this; true where it has not said what it knows. */
    boolean knows(String command) {
        Optional<Command> listed = agent.commands().stream()
                .filter(one -> one.name().equals(command))
                .findFirst();
        return agent.commands().isEmpty() || listed.map(Command::enabled).orElse(false);
    }

    AgentInfo withAgent(Agent told) {
        return new AgentInfo(told, host, users, filesystems, nics, truncated);
    }

    AgentInfo withHost(Host told) {
        return new AgentInfo(agent, told, users, filesystems, nics, truncated);
    }

    AgentInfo withUsers(List<User> told) {
        return new AgentInfo(agent, host, told, filesystems, nics, truncated);
    }

    AgentInfo withFilesystems(List<Filesystem> told) {
        return new AgentInfo(agent, host, users, told, nics, truncated);
    }

    AgentInfo withNics(List<Nic> told) {
        return new AgentInfo(agent, host, users, filesystems, told, truncated);
    }

    AgentInfo withTruncated(boolean cut) {
        return new AgentInfo(agent, host, users, filesystems, nics, truncated || cut);
    }
}
