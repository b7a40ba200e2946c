package dev.yadori.handler.vmi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.v1.InterfaceStatus;
import dev.yadori.handler.pod.PciAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultusStatusTest {

    private static Set<String> links(String text) {
        return MultusStatus.links(Map.of("k8s.v1.cni.cncf.io/network-status", text));
    }

    @Test
    void linksBesideTheFirstAreKnown() {
        assertThat(links("""
                [{"name": "cbr0", "interface": "eth0", "default": true, "dns": {}},
                 {"name": "shop/blue", "interface": "pod16477688c0e", "mac": "02:00:00:00:00:01"}]
                """)).containsExactly("pod16477688c0e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no",
                "{}",
                "[",
                "[1]",
                "[{}]",
                "[{\"interface\": 7}]",
                "[{\"interface\": \"a234567890123456\"}]"
            })
    void whatIsNotMultussIsNothing(String text) {
        assertThat(links(text)).isEmpty();
        assertThat(MultusStatus.links(null)).isEmpty();
    }

    @Test
    void functionsAreKnownByTheirLinks() {
        assertThat(MultusStatus.functions(Map.of("k8s.v1.cni.cncf.io/network-status", """
                [{"name": "cbr0", "interface": "eth0", "default": true, "device-info": {"pci": {"pci-address": "0000:3b:02.0"}}},
                 {"interface": "pod1", "device-info": {"type": "pci", "version": "1.0.0", "pci": {"pci-address": "0000:3B:02.1"}}},
                 {"interface": "pod1", "device-info": {"pci": {"pci-address": "0000:3b:02.7"}}},
                 {"interface": "pod2", "device-info": {"type": "vdpa", "vdpa": {"path": "/dev/vhost-vdpa-1"}}},
                 {"interface": "pod3", "device-info": {"pci": {"pci-address": "../../etc"}}},
                 {"interface": "pod4", "device-info": 4}, {"interface": "pod5"}]
                """)))
                .isEqualTo(Map.of("pod1", new PciAddress("0000:3b:02.1")));
    }

    @Test
    void oneThatIsTooLongIsNotRead() {
        assertThat(links("[{\"interface\": \"pod1\"}]" + " ".repeat(64 << 10))).isEmpty();
    }

    @Test
    void statusNamesItAsASource() {
        var primary = new InterfaceStatus("a", null, null, List.of(), null, "eth0", "domain", 1, "up");
        var blue = new InterfaceStatus("b", null, null, List.of(), "ens2", "pod1", "domain, guest-agent", 1, "up");

        assertThat(InterfaceStatuses.attached(List.of(primary, blue), Set.of("pod1")))
                .extracting(InterfaceStatus::infoSource)
                .containsExactly("domain", "domain, guest-agent, multus-status");
    }
}
