package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.GuestOsInfo;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.crds.v1.VirtualMachineInstanceStatus;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.ReportsOfAgents;
import dev.yadori.proto.launcher.v1.AgentCommand;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentInterface;
import dev.yadori.proto.launcher.v1.AgentOs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentStatusTest {
    private static final String MAC = "02:11:22:33:44:55";
    private static final List<String> COMMANDS = List.of(
            "guest-ping",
            "guest-info",
            "guest-shutdown",
            "guest-network-get-interfaces",
            "guest-get-fsinfo",
            "guest-get-host-name",
            "guest-get-users",
            "guest-get-timezone",
            "guest-get-osinfo");

    private final VirtualMachineInstance running = Sample.vmi("Running");

    @Test
    void whatTheAgentSaysIsShown() {
        var status = after(running, debian().build());

        assertThat(status.guestOSInfo())
                .isEqualTo(new GuestOsInfo("debian", "Debian", null, "13", null, "6.12", null, "x86_64"));
        assertThat(status.interfaces())
                .containsExactly(new InterfaceStatus(
                        "default",
                        MAC,
                        "10.244.0.7",
                        List.of("10.244.0.7", "fd00::7"),
                        "enp1s0",
                        "eth0",
                        "domain, guest-agent",
                        1,
                        "up"));
        assertThat(status.fsFreezeStatus()).isNull();
        assertThat(condition(status, "AgentConnected")).contains("True");
        assertThat(condition(status, "AgentVersionNotSupported")).isEmpty();
    }

    @Test
    void whatIsSaidAgainIsNotWrittenAgain() {
        var told = written(running, debian().build());

        assertThat(plan(told, report(debian().build())).status()).isEmpty();
    }

    @Test
    void whatTheAgentNoLongerSaysGoes() {
        var told = written(running, debian().build());
        var less = debian().setOs(AgentOs.newBuilder().setId("other")).build();

        var next = written(told, less);

        assertThat(Objects.requireNonNull(next.getStatus()).guestOSInfo())
                .isEqualTo(new GuestOsInfo("other", null, null, null, null, null, null, null));
        assertThat(plan(next, report(less)).status()).isEmpty();
    }

    @Test
    void frozenIsShownUntilItIsThawed() {
        var frozen = written(
                running,
                debian().setFreezeStatus(AgentInfo.FreezeStatus.FREEZE_STATUS_FROZEN)
                        .build());
        assertThat(Objects.requireNonNull(frozen.getStatus()).fsFreezeStatus()).isEqualTo("frozen");

        var thawed = written(frozen, debian().build());

        assertThat(Objects.requireNonNull(thawed.getStatus()).fsFreezeStatus()).isNull();
        assertThat(plan(thawed, report(debian().build())).status()).isEmpty();
    }

    @Test
    void agentThatLacksCommandsIsNamed() {
        var status = after(
                running,
                debian().clearSupportedCommands()
                        .addSupportedCommands(command("guest-ping"))
                        .build());

        assertThat(condition(status, "AgentVersionNotSupported")).contains("True");
    }

    @Test
    void handlerThatWasRestartedGoesOnWithWhatWasWritten() {
        var told = written(running, debian().build());
        var restarted = new VmiObserved(
                told, Optional.of(Sample.readyPod()), Sample.says(report(debian().build()), new Attempt.Done()));

        assertThat(VmiPlanner.plan(restarted, Sample.NODE, Sample.NOW).status()).isEmpty();
    }

    /** As large as gRPC lets it through, and all of it where a status shows it. */
    @Test
    void hostileAgentDoesNotMakeTheObjectLarge() {
        var evil = AgentInfo.newBuilder();
        var text = "\u0001\ud83d\ude00".repeat(2000);
        evil.setOs(AgentOs.newBuilder()
                .setId(text)
                .setName(text)
                .setPrettyName(text)
                .setVersion(text)
                .setVersionId(text)
                .setKernelRelease(text)
                .setKernelVersion(text)
                .setMachine(text));
        for (int i = 0; i < 1000; i++) {
            var nic =
                    AgentInterface.newBuilder().setName(text).setMac(MAC.substring(0, 15) + "%02x".formatted(i % 256));
            for (int j = 0; j < 100; j++) {
                nic.addAddresses("fd00:1111:2222:3333:4444:5555:6666:" + (1000 + j));
            }
            evil.addInterfaces(nic).addSupportedCommands(command(text));
        }

        var told = written(running, evil.build());

        assertThat(Sample.JSON.asJson(told).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
        assertThat(Objects.requireNonNull(told.getStatus()).interfaces()).hasSizeLessThanOrEqualTo(11);
        assertThat(plan(told, report(evil.build())).status()).isEmpty();
    }

    private static AgentInfo.Builder debian() {
        var info = AgentInfo.newBuilder()
                .setAgentVersion("9.2")
                .setOs(AgentOs.newBuilder()
                        .setId("debian")
                        .setName("Debian")
                        .setVersion("13")
                        .setKernelRelease("6.12")
                        .setMachine("x86_64"))
                .addInterfaces(AgentInterface.newBuilder()
                        .setName("enp1s0")
                        .setMac(MAC)
                        .addAddresses("10.0.2.2"));
        COMMANDS.forEach(name -> info.addSupportedCommands(command(name)));
        return info;
    }

    private static AgentCommand.Builder command(String name) {
        return AgentCommand.newBuilder().setName(name).setEnabled(true);
    }

    private static GuestReport report(AgentInfo info) {
        return ReportsOfAgents.running(info);
    }

    private static VmiPlan plan(VirtualMachineInstance vmi, GuestReport report) {
        var launcher = Sample.plumbed(Sample.says(report, new Attempt.Done()));
        return VmiPlanner.plan(Sample.seen(vmi, launcher), Sample.NODE, Sample.NOW);
    }

    private static VirtualMachineInstance written(VirtualMachineInstance vmi, AgentInfo info) {
        return Sample.written(vmi, plan(vmi, report(info)).status());
    }

    private static VirtualMachineInstanceStatus after(VirtualMachineInstance vmi, AgentInfo info) {
        return Objects.requireNonNull(written(vmi, info).getStatus());
    }

    private static Optional<String> condition(VirtualMachineInstanceStatus status, String type) {
        return status.conditions().stream()
                .filter(one -> type.equals(one.type()))
                .map(Condition::status)
                .findFirst();
    }
}
