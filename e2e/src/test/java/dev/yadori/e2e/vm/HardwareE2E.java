package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Firmware, buses, cards and the watchdog, as the guest itself finds them. */
class HardwareE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final String WATCHDOG_PCI_ID = "0x25ab";

    @Test
    void uefiStartsAKernelThatIsAFileOfAnImage() throws IOException {
        GUESTS.createFrom("uefi.yaml");
        GUESTS.awaitRunning("uefi");

        assertThat(GUESTS.awaitPage("uefi", "efi")).isEqualTo("64");
        assertThat(GUESTS.awaitPage("uefi", "cmdline")).contains("yadori.test=kernel-boot");
        assertThat(GUESTS.awaitPage("uefi", "product_uuid")).isEqualTo("5d307ca9-b3ef-428c-8861-06e72d69f223");
        assertThat(GUESTS.awaitPage("uefi", "product_serial")).isEqualTo("rack-7");
        assertThat(GUESTS.awaitPage("uefi", "address")).isEqualTo("02:00:00:00:00:2a");
        assertThat(GUESTS.awaitPage("uefi", "pci").lines()).contains(WATCHDOG_PCI_ID);
        GUESTS.delete("uefi");
    }

    @Test
    void watchdogThatIsNotFedEndsTheGuest() throws IOException {
        GUESTS.createFrom("watchdog.yaml");
        GUESTS.awaitRunning("watchdog");
        GUESTS.awaitPage("watchdog", "name");

        try (var console = GuestConsole.open(NAMESPACE.name(), "watchdog")) {
            console.logIn();
            console.type("watchdog -T 2 -t 600 /dev/watchdog\n");

            GUESTS.awaitPhase("watchdog", "Failed");
        }
        GUESTS.delete("watchdog");
    }

    @Test
    void eachBusHasItsDisksAndBootOrderIsKept() throws IOException {
        NetworkDefinitions.createOfOneNode(NAMESPACE);
        GUESTS.createFrom("devices.yaml");
        GUESTS.awaitRunning("devices");

        try (var console = GuestConsole.open(NAMESPACE.name(), "devices")) {
            console.expect("iPXE");
            console.expect("02:00:00:00:00:2b");
            console.expect("Booting from Hard Disk");
            console.logIn();
            asserts(console, "cat /tmp/seen-by-cloud-init", "devices");
            asserts(console, "cat /sys/block/vda/serial", "SN-0815");
            asserts(console, "grep -l $((33 << 11)) /sys/block/sd*/size | wc -l", "1");
            asserts(console, "grep -a -l SN-0816 /sys/block/sd*/device/vpd_pg80 | wc -l", "1");
            asserts(console, "cat $(grep -l $((34 << 11)) /sys/block/sd*/size | sed s/size/ro/)", "1");
            asserts(console, "readlink $(dirname $(grep -l $((35 << 11)) /sys/block/sd*/size)) | grep -c /ata", "1");
            asserts(console, "test -b /dev/sr0; echo $?", "0");
            asserts(console, "cat /sys/bus/pci/devices/0000:00:10.0/device", "0x10d3");
            asserts(console, "cat /sys/bus/pci/devices/0000:00:10.0/acpi_index", "77");
            for (var card : List.of("10c9", "8029", "2000", "8139")) {
                asserts(console, "grep -l 0x" + card + " /sys/bus/pci/devices/*/device | wc -l", "1");
            }
        }
        GUESTS.delete("devices");
    }

    @ParameterizedTest
    @ValueSource(strings = {"masquerade", "bridge"})
    void cardHasAQueueForEachProcessor(String binding) throws IOException {
        GUESTS.createFrom("queues.yaml", Map.of("BINDING", binding));
        GUESTS.awaitRunning("queues");

        assertThat(GUESTS.awaitPage("queues", "queues").split(" "))
                .containsExactlyInAnyOrder("rx-0", "rx-1", "tx-0", "tx-1");
        GUESTS.delete("queues");
    }

    private static void asserts(GuestConsole console, String command, String printed) throws IOException {
        // What is typed is echoed; only what it prints has the number worked out.
        console.type("echo \"<$((40 + 2)) $(%s)>\"\n".formatted(command));
        console.expect("<42 " + printed + ">");
    }
}
