package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.crds.v1.VirtualMachineInstance;
import dev.yadori.handler.launcher.GuestLink;
import dev.yadori.handler.launcher.GuestLink.Joint;
import dev.yadori.handler.launcher.GuestReport;
import dev.yadori.handler.launcher.GuestState;
import dev.yadori.handler.launcher.LauncherException;
import dev.yadori.handler.launcher.ReportsOfAgents;
import dev.yadori.handler.pod.PciAddress;
import dev.yadori.proto.launcher.v1.AgentInfo;
import dev.yadori.proto.launcher.v1.AgentInterface;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that only the guest knows, beside its pod's. */
class AgentInterfacesTest {
    private static final String MAC = "02:11:22:33:44:55";
    private static final GuestReport SILENT = Sample.report(new GuestState.Running());

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    bridge     | 10.244.0.7         | 10.244.0.7 2001:db8::7 fe80::7 | 10.244.0.7 2001:db8::7
                    bridge     | 10.244.0.7         | 192.168.0.9 fe80::7            | 10.244.0.7
                    bridge     | fd00::7            | 192.168.0.9 169.254.1.1 fd00::9 | fd00::7 192.168.0.9
                    bridge     | 10.244.0.7 fd00::7 | 192.168.0.9 2001:db8::7        | 10.244.0.7 fd00::7
                    bridge     | -                  | 192.168.0.9 fe80::7            | 192.168.0.9 fe80::7
                    masquerade | 10.244.0.7         | 10.0.2.2 2001:db8::7           | 10.244.0.7
                    masquerade | -                  | 10.0.2.2                       | -
                    sriov      | -                  | 192.168.0.9 fe80::7            | 192.168.0.9 fe80::7
                    """)
    void addressesArePodsAndOfOtherFamiliesTheAgents(String binding, String pods, String guests, String shown) {
        var vmi = written(vmi(binding), plumbed(pods, says(guests)));

        assertThat(addresses(vmi)).isEqualTo(words(shown));
        assertThat(status(vmi).getFirst().ipAddress())
                .isEqualTo(words(shown).stream().findFirst().orElse(null));
        assertThat(status(vmi).getFirst().infoSource()).isEqualTo("domain, guest-agent");
        assertThat(plan(vmi, plumbed(pods, says(guests))).status()).isEmpty();
    }

    @Test
    void addressThatTheAgentNoLongerNamesGoes() {
        var told = written(vmi("bridge"), plumbed("10.244.0.7", says("10.244.0.7 2001:db8::7")));

        assertThat(addresses(written(told, plumbed("10.244.0.7", says("10.244.0.7")))))
                .containsExactly("10.244.0.7");
        assertThat(addresses(written(told, plumbed("10.244.0.7", says("2001:db8::8")))))
                .containsExactly("10.244.0.7", "2001:db8::8");
    }

    @Test
    void cardThatTheAgentDoesNotSeeHasOnlyThePodsAddresses() {
        var told = written(vmi("bridge"), plumbed("10.244.0.7", says("2001:db8::7")));
        var another = ReportsOfAgents.running(AgentInfo.newBuilder()
                .addInterfaces(nic("docker0", "02:00:00:00:00:99", "172.17.0.1"))
                .build());

        var next = written(told, plumbed("10.244.0.7", another));

        assertThat(status(next))
                .extracting(InterfaceStatus::ipAddresses)
                .containsExactly(List.of("10.244.0.7"), List.of("172.17.0.1"));
        assertThat(status(next)).extracting(InterfaceStatus::infoSource).containsExactly("domain", "guest-agent");
    }

    /** It may be booting, frozen, or have been restarted. */
    @ParameterizedTest
    @ValueSource(strings = {"bridge", "masquerade", "sriov"})
    void agentThatIsSilentTakesNothingBack(String binding) {
        var told = written(vmi(binding), plumbed("10.244.0.7", both()));
        var nothing = ReportsOfAgents.running(AgentInfo.getDefaultInstance());

        assertThat(status(told)).hasSize(2);
        assertThat(plan(told, plumbed("10.244.0.7", SILENT)).status()).doesNotContainKey("interfaces");
        assertThat(plan(told, plumbed("10.244.0.7", nothing)).status()).doesNotContainKey("interfaces");
    }

    @Test
    void unpluggedCardDoesNotStayForThatItsAgentIsSilent() {
        var told = written(vmi("bridge"), plumbed("10.244.0.7", both()));
        var without = cards(SILENT, Map.of());

        assertThat(status(written(told, plumbed("10.244.0.7", without))))
                .extracting(InterfaceStatus::interfaceName)
                .containsExactly("docker0");
    }

    /** Both have one MAC address. */
    @Test
    void functionAndItsStandbyKeepWhatWasSaidOfThem() {
        var tree = Sample.JSON.convertValue(vmi("bridge"), ObjectNode.class);
        tree.withArray("/spec/domain/devices/interfaces")
                .addObject()
                .put("name", "fast")
                .putObject("sriov");
        var vmi = Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
        var links = List.of(
                Sample.link("10.244.0.7"),
                new GuestLink("fast", "pod1", List.of(), 0, new Joint.Function(new PciAddress("0000:3b:02.1"), MAC)));

        var told = written(vmi, view(links, says("192.168.0.9 2001:db8::7")));

        assertThat(status(told))
                .extracting(InterfaceStatus::ipAddresses)
                .containsExactly(List.of("10.244.0.7", "2001:db8::7"), List.of("192.168.0.9", "2001:db8::7"));
        assertThat(plan(told, view(links, SILENT)).status()).doesNotContainKey("interfaces");
    }

    /** The status does not say whose an address is. */
    @Test
    void restartedHandlerLooksWhichAddressesArePods() {
        var told = written(vmi("bridge"), plumbed("10.244.0.7", says("2001:db8::7")));

        var looking = plan(told, unplumbed(new Attempt.None(), says("10.244.0.7")));

        assertThat(looking.status()).isEmpty();
        assertThat(looking.actions()).containsExactly(new VmiAction.Inspect(Sample.POD_UID));
        assertThat(plan(told, unplumbed(new Attempt.Running(1), says("10.244.0.7"))))
                .isEqualTo(VmiPlan.NOTHING);
        assertThat(addresses(written(told, plumbed("10.244.0.7", says("10.244.0.7")))))
                .containsExactly("10.244.0.7");
        assertThat(plan(told, plumbed("10.244.0.7", SILENT)).status()).doesNotContainKey("interfaces");
    }

    @Test
    void whatIsWrittenStaysWhileNobodyCanLook() {
        var told = written(vmi("bridge"), plumbed("10.244.0.7", says("2001:db8::7")));
        var failed = new Attempt.Failed(
                LauncherException.Kind.NOT_READY,
                "POD_NOT_READY",
                "no namespace",
                new Attempt.Failed.Try(Sample.NOW, 1, 1));

        var plan = plan(told, unplumbed(failed, says("10.244.0.7")));

        assertThat(plan.status()).doesNotContainKey("interfaces");
        assertThat(plan.requeue()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"masquerade, 10.244.0.7", "sriov,"})
    void restartedHandlerLooksOnlyWhereItHasTo(String binding, String pods) {
        var told = written(vmi(binding), plumbed(pods, both()));

        assertThat(plan(told, unplumbed(new Attempt.None(), both())))
                .extracting(VmiPlan::actions, VmiPlan::status)
                .containsExactly(List.of(), Map.of());
        assertThat(addresses(written(told, unplumbed(new Attempt.None(), says("192.168.0.77")))))
                .isEqualTo(binding.equals("sriov") ? List.of("192.168.0.77") : words(pods));
    }

    @Test
    void restartedHandlerLooksAtNothingWithoutAnAgentsWord() {
        var told = written(vmi("bridge"), plumbed("10.244.0.7", SILENT));

        var plan = plan(told, unplumbed(new Attempt.None(), says("2001:db8::7")));

        assertThat(plan.actions()).isEmpty();
        assertThat(addresses(Sample.written(told, plan.status()))).containsExactly("10.244.0.7", "2001:db8::7");
    }

    private static VirtualMachineInstance vmi(String binding) {
        var tree = Sample.JSON.convertValue(Sample.vmi("Running"), ObjectNode.class);
        var card = (ObjectNode) tree.at("/spec/domain/devices/interfaces/0");
        card.remove("masquerade");
        card.putObject(binding);
        return Sample.JSON.convertValue(tree, VirtualMachineInstance.class);
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    private static GuestReport says(String addresses) {
        return ReportsOfAgents.running(AgentInfo.newBuilder()
                .addInterfaces(nic("enp1s0", MAC, addresses))
                .build());
    }

    /** A card of the pod's and one that only the guest has. */
    private static GuestReport both() {
        return ReportsOfAgents.running(AgentInfo.newBuilder()
                .addInterfaces(nic("enp1s0", MAC, "192.168.0.9 2001:db8::7"))
                .addInterfaces(nic("docker0", "02:00:00:00:00:99", "172.17.0.1"))
                .build());
    }

    private static AgentInterface nic(String name, String mac, String addresses) {
        return AgentInterface.newBuilder()
                .setName(name)
                .setMac(mac)
                .addAllAddresses(words(addresses))
                .build();
    }

    private static GuestReport cards(GuestReport report, Map<String, Boolean> cards) {
        return new GuestReport(
                report.state(),
                report.since(),
                report.message(),
                report.accelerated(),
                report.machineType(),
                report.agentConnected(),
                report.agent(),
                report.credentials(),
                report.transfer(),
                Optional.of(cards));
    }

    private static LauncherView plumbed(String addresses, GuestReport report) {
        return view(List.of(Sample.link(words(addresses).toArray(String[]::new))), report);
    }

    private static LauncherView view(List<GuestLink> links, GuestReport report) {
        var says = Sample.says(report, new Attempt.Done());
        return new LauncherView(
                says.contact(), says.ended(), says.attempt(), Optional.of(new Findings(links, Map.of())), says.cards());
    }

    private static LauncherView unplumbed(Attempt attempt, GuestReport report) {
        return Sample.says(report, attempt);
    }

    private static VmiPlan plan(VirtualMachineInstance vmi, LauncherView view) {
        return VmiPlanner.plan(Sample.seen(vmi, view), Sample.NODE, Sample.NOW);
    }

    private static VirtualMachineInstance written(VirtualMachineInstance vmi, LauncherView view) {
        return Sample.written(vmi, plan(vmi, view).status());
    }

    private static List<InterfaceStatus> status(VirtualMachineInstance vmi) {
        return Objects.requireNonNull(vmi.getStatus()).interfaces();
    }

    private static List<String> addresses(VirtualMachineInstance vmi) {
        return Stream.of(status(vmi).getFirst())
                .flatMap(one -> one.ipAddresses().stream())
                .toList();
    }
}
