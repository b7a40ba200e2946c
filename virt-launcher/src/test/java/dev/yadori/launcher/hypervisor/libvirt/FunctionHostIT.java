package dev.yadori.launcher.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.launcher.domain.GuestSlot;
import dev.yadori.launcher.domain.HostFunction;
import dev.yadori.launcher.domain.PciAddress;
import dev.yadori.launcher.domain.xml.DomainXml;
import dev.yadori.launcher.hypervisor.DomainFacts;
import dev.yadori.launcher.hypervisor.DomainFacts.Card;
import dev.yadori.launcher.hypervisor.Execution;
import dev.yadori.launcher.hypervisor.Hypervisor;
import dev.yadori.launcher.hypervisor.Hypervisor.DeviceChange;
import dev.yadori.launcher.hypervisor.HypervisorException;
import dev.yadori.launcher.hypervisor.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions of a real PCI bus. Where -Dyadori.function names one that is bound to vfio-pci, and whose device belongs to the user
 * that guests run as, who may lock their memory and 1 GiB, guests have it; elsewhere libvirt understands what it is asked for.
 */
class FunctionHostIT {
    private static final UUID GUEST = new UUID(7, 8);
    private static final Card FAST = new Card("fast", true, DomainFacts.Kind.FUNCTION);
    private static final String NOT_THERE = "0000:ff:1f.7";

    @TempDir
    private Path folder;

    private LibvirtDaemon daemon;
    private Hypervisor hypervisor;

    @BeforeEach
    void start() throws IOException {
        assumeThat(LibvirtDaemon.isPossible()).isTrue();
        daemon = LibvirtDaemon.start(folder);
        hypervisor = new LibvirtHypervisor(daemon.uri(), LibvirtDaemon.EMULATOR);
        await().untilAsserted(() -> assertThat(hypervisor.observe(GUEST)).isEqualTo(new Observation.Absent()));
    }

    @AfterEach
    void stop() throws IOException {
        if (daemon != null) {
            hypervisor.close();
            daemon.close();
        }
    }

    /** It is looked for when the guest starts, and not before. */
    @Test
    void functionThatIsNotThereIsMissedByNameAtTheStart() throws HypervisorException {
        hypervisor.define(domainWith(function(NOT_THERE, Optional.of("0000:02:00.0"))));

        assertThatThrownBy(() -> hypervisor.start(GUEST, false)).isInstanceOf(HypervisorException.class);
        assertThat(execution()).isInstanceOf(Execution.Off.class);
        assertThat(cards()).containsExactly(FAST);
    }

    @Test
    void functionThatIsNotThereIsNotPlugged() throws HypervisorException {
        started(LibvirtDaemon.domain(GUEST, "guest"));

        assertThatThrownBy(() -> plug(NOT_THERE)).isInstanceOf(HypervisorException.class);
        assertThat(execution()).isEqualTo(new Execution.Running());
        assertThat(cards()).isEmpty();
    }

    @Test
    void guestStartsWithAFunction() throws HypervisorException {
        var address = given();

        started(domainWith(function(address, Optional.empty())));

        assertThat(cards()).containsExactly(FAST);
    }

    /** No system runs in the guest that would let it go, so that it goes when the guest begins anew. */
    @Test
    void functionIsPluggedUnpluggedAndPluggedAgain() throws HypervisorException {
        var address = given();
        started(LibvirtDaemon.domain(GUEST, "guest"));

        plug(address);
        assertThat(cards()).containsExactly(FAST);
        hypervisor.unplug(GUEST, FAST.alias());
        hypervisor.reset(GUEST);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(cards()).isEmpty());
        plug(address);

        assertThat(cards()).containsExactly(FAST);
        assertThat(execution()).isEqualTo(new Execution.Running());
    }

    private static String given() {
        var address = System.getProperty("yadori.function", "");
        assumeThat(address).as("a function that is bound to vfio-pci").isNotEmpty();
        return address;
    }

    private void plug(String address) throws HypervisorException {
        hypervisor.change(GUEST, DeviceChange.PLUG, DomainXml.of(function(address, Optional.empty())));
    }

    private static HostFunction function(String address, Optional<String> place) {
        return new HostFunction(
                "fast",
                PciAddress.parse(address),
                new GuestSlot(place.map(PciAddress::parse), OptionalInt.empty()),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static String domainWith(HostFunction function) {
        var device = DomainXml.of(function);
        var element = device.substring(device.indexOf("<hostdev"));
        return LibvirtDaemon.domain(GUEST, "guest").replace("</devices>", element + "</devices>");
    }

    private void started(String domain) throws HypervisorException {
        hypervisor.define(domain);
        hypervisor.start(GUEST, false);
    }

    private List<Card> cards() {
        return ((Observation.Present) hypervisor.observe(GUEST)).facts().cards();
    }

    private Execution execution() {
        return ((Observation.Present) hypervisor.observe(GUEST)).execution();
    }
}
