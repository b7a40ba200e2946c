package dev.yadori.launcher.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yadori.launcher.dhcp.Lease;
import dev.yadori.launcher.domain.CpuSet;
import dev.yadori.launcher.domain.HostCases;
import dev.yadori.launcher.domain.HostCpus;
import dev.yadori.launcher.domain.LaunchCases;
import dev.yadori.launcher.domain.PciAddress;
import dev.yadori.launcher.host.Acceleration;
import dev.yadori.launcher.host.NodeLayout;
import dev.yadori.launcher.lifecycle.StartException;
import dev.yadori.launcher.net.Ipv4Address;
import dev.yadori.launcher.net.Ipv4Network;
import dev.yadori.launcher.net.MacAddress;
import dev.yadori.proto.launcher.v1.LaunchSpec;
import dev.yadori.proto.launcher.v1.Lifecycle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestPreparationTest {
    private static final LaunchSpec STRICT = LaunchSpec.getDefaultInstance();
    private static final LaunchSpec LENIENT = LaunchSpec.newBuilder()
            .setLifecycle(Lifecycle.newBuilder().setEmulationAllowed(true))
            .build();

    private final FakeLinkAnswers answers = new FakeLinkAnswers();
    private final List<Blueprint.ServedLink> links = new ArrayList<>();

    private dev.yadori.launcher.domain.LaunchSpec guest = LaunchCases.MINIMAL;
    private String allowed = "";

    @TempDir
    Path folder;

    @Test
    void kvmIsUsedWhereItWorks() throws StartException {
        var domain = preparation(new Acceleration.Usable()).prepare(STRICT);

        assertThat(domain.xml()).contains("<domain type=\"kvm\"");
        assertThat(domain.fallback()).isEmpty();
    }

    @Test
    void emulationIsTheFallbackWhereItIsAllowed() throws StartException {
        var domain = preparation(new Acceleration.Usable()).prepare(LENIENT);

        assertThat(domain.fallback().orElseThrow()).contains("<domain type=\"qemu\"");
    }

    @Test
    void emulationIsAllThereIsWithoutKvm() throws StartException {
        var domain = preparation(new Acceleration.Unusable("no")).prepare(LENIENT);

        assertThat(domain.xml()).contains("<domain type=\"qemu\"");
        assertThat(domain.fallback()).isEmpty();
    }

    @Test
    void withoutKvmAndEmulationThereIsNoGuest() {
        var failure = catchThrowableOfType(
                StartException.class,
                () -> preparation(new Acceleration.Unusable("no device")).prepare(STRICT));

        assertThat(failure.reason()).isEqualTo("KVM_UNUSABLE");
        assertThat(failure).hasMessageContaining("no device");
    }

    @Test
    void guestIsPinnedWithKvmAndWithout() throws StartException {
        guest = LaunchCases.named("dedicated");
        allowed = "1-2,4,9-10,12";

        var domain = preparation(new Acceleration.Usable()).prepare(LENIENT);

        assertThat(domain.xml()).contains("<vcpupin vcpu=\"3\" cpuset=\"10\"/>");
        assertThat(domain.fallback().orElseThrow()).contains("<vcpupin vcpu=\"3\" cpuset=\"10\"/>");
    }

    @Test
    void functionIsInTheCellThatItIsNearTo() throws StartException {
        guest = LaunchCases.named("functions-in-cells");
        allowed = "1-2,4,9-10,12";

        var domain = preparation(new Acceleration.Usable()).prepare(STRICT);

        assertThat(domain.xml()).containsOnlyOnce("pcie-expander-bus").contains("<node>1</node>");
    }

    @Test
    void guestThatAskedForItsOwnProcessorsIsNotStartedOnOthers() {
        guest = LaunchCases.named("dedicated");
        allowed = "0-15";

        var failure = catchThrowableOfType(
                StartException.class,
                () -> preparation(new Acceleration.Usable()).prepare(STRICT));

        assertThat(failure.kind()).isEqualTo(StartException.Kind.INVALID);
        assertThat(failure.reason()).isEqualTo("CPUS_NOT_DEDICATED");
        assertThat(failure).hasMessageContaining("0-15: 16 CPUs");
    }

    @Test
    void nodeThatSaysNothingMayDoSoLater() {
        guest = LaunchCases.named("dedicated");

        var failure = catchThrowableOfType(
                StartException.class,
                () -> preparation(new Acceleration.Usable()).prepare(STRICT));

        assertThat(failure.kind()).isEqualTo(StartException.Kind.MISSING);
        assertThat(failure).hasMessageContaining("no sysfs here");
    }

    @Test
    void linkIsServedOnceHoweverOftenItIsPrepared() throws StartException {
        links.add(new Blueprint.ServedLink.Ipv4("k6t-eth0", lease("10.0.2.2/24")));
        var preparation = preparation(new Acceleration.Usable());

        preparation.prepare(STRICT);
        preparation.prepare(STRICT);

        assertThat(answers.events).containsExactly("serve 10.0.2.2/24");
    }

    @Test
    void linkThatHasChangedIsServedAnew() throws StartException {
        links.add(new Blueprint.ServedLink.Ipv4("k6t-eth0", lease("10.0.2.2/24")));
        var preparation = preparation(new Acceleration.Usable());
        preparation.prepare(STRICT);
        links.set(0, new Blueprint.ServedLink.Ipv4("k6t-eth0", lease("10.0.2.3/24")));

        preparation.prepare(STRICT);

        assertThat(answers.events).containsExactly("serve 10.0.2.2/24", "close", "serve 10.0.2.3/24");
    }

    @Test
    void nextLauncherServesTheLinksAgain() throws StartException {
        links.add(new Blueprint.ServedLink.Ipv4("k6t-eth0", lease("10.0.2.2/24")));
        preparation(new Acceleration.Usable()).prepare(STRICT);
        answers.events.clear();

        preparation(new Acceleration.Usable()).resume();

        assertThat(answers.events).containsExactly("serve 10.0.2.2/24");
    }

    @Test
    void linkThatCannotBeServedIsNamed() {
        links.add(new Blueprint.ServedLink.Ipv4("k6t-eth0", lease("10.0.2.2/24")));
        answers.broken = true;

        var failure = catchThrowableOfType(
                StartException.class,
                () -> preparation(new Acceleration.Usable()).prepare(STRICT));

        assertThat(failure.reason()).isEqualTo("DHCP_NOT_SERVED");
        assertThat(failure).hasMessageContaining("k6t-eth0");
    }

    private GuestPreparation preparation(Acceleration acceleration) {
        return new GuestPreparation(
                new FixedBlueprint(),
                new LinkServices(answers),
                new SpecArchive(folder.resolve("spec.pb")),
                LaunchCases.HOST,
                () -> acceleration,
                new FixedLayout());
    }

    /** Two cells; what is on bus af is near to the second. */
    private final class FixedLayout implements NodeLayout {
        @Override
        public HostCpus cpus() throws IOException {
            if (allowed.isEmpty()) {
                throw new IOException("no sysfs here");
            }
            return HostCases.named("two", CpuSet.parse(allowed));
        }

        @Override
        public OptionalInt cellOf(PciAddress function) {
            return function.bus() == 0xaf ? OptionalInt.of(1) : OptionalInt.empty();
        }
    }

    private static Lease lease(String address) {
        return new Lease(
                MacAddress.parse("02:00:00:00:00:01"),
                Ipv4Network.parse(address),
                Ipv4Address.parse("10.0.2.1"),
                Duration.ofDays(1),
                new Lease.Link(Optional.empty(), List.of(), OptionalInt.empty()),
                Lease.Names.NONE,
                Lease.Boot.NONE);
    }

    /** Draws the same guest each time. */
    private final class FixedBlueprint implements Blueprint {
        @Override
        public dev.yadori.launcher.domain.LaunchSpec drawn(LaunchSpec spec) {
            return guest;
        }

        @Override
        public List<ServedLink> links(LaunchSpec spec) {
            return List.copyOf(links);
        }
    }
}
