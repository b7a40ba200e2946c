package dev.yadori.handler.deviceplugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.proto.deviceplugin.v1beta1.ContainerAllocateResponse;
import dev.yadori.proto.deviceplugin.v1beta1.Device;
import dev.yadori.proto.deviceplugin.v1beta1.Mount;
import dev.yadori.proto.deviceplugin.v1beta1.RegisterRequest;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugins over real sockets and files, and a kubelet that speaks its protocol. */
class DevicePluginsTest {

    private static final int COUNT = 7;
    private static final String KVM = "devices.kubevirt.io/kvm";
    private static final String TUN = "devices.kubevirt.io/tun";
    private static final String VHOST_NET = "devices.kubevirt.io/vhost-net";

    @TempDir
    private Path node;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeEach
    void makeNode() throws IOException {
        Files.createDirectories(node.resolve("plugins"));
        Files.createDirectories(node.resolve("probe"));
        Files.createDirectories(node.resolve("dev/net"));
        device("kvm");
        device("net/tun");
    }

    @AfterEach
    void endThreads() {
        eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        executor.shutdownNow();
    }

    @Test
    void eachDeviceIsRegisteredByItsName() throws IOException {
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().until(plugins::areRegistered);
            assertThat(kubelet.registrations()).containsOnlyKeys(KVM, TUN, VHOST_NET);
            assertThat(kubelet.registrations())
                    .containsEntry(
                            TUN,
                            RegisterRequest.newBuilder()
                                    .setVersion("v1beta1")
                                    .setEndpoint("yadori-tun.sock")
                                    .setResourceName(TUN)
                                    .build());
            await().untilAsserted(() -> assertThat(changes).hasValue(1));
        }
    }

    @Test
    void deviceThatIsThereIsOfferedManyTimes() throws IOException {
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().untilAsserted(() -> assertHealth(kubelet, TUN, "Healthy"));
            await().untilAsserted(() -> assertHealth(kubelet, VHOST_NET, "Unhealthy"));
            assertThat(kubelet.devices(TUN)).extracting(Device::getId).doesNotHaveDuplicates();
            await().until(plugins::areRegistered);
        }
    }

    @Test
    void deviceIsHealthyWhileItIsThere() throws IOException {
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().untilAsserted(() -> assertHealth(kubelet, TUN, "Healthy"));
            Files.delete(node.resolve("dev/net/tun"));
            await().untilAsserted(() -> assertHealth(kubelet, TUN, "Unhealthy"));
            Files.delete(node.resolve("dev/net"));
            Files.createDirectory(node.resolve("dev/net"));
            device("net/tun");
            await().untilAsserted(() -> assertHealth(kubelet, TUN, "Healthy"));
            await().until(plugins::areRegistered);
        }
    }

    @Test
    void kvmIsHealthyOnceTheProbeSaysSo() throws IOException {
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().untilAsserted(() -> assertHealth(kubelet, KVM, "Unhealthy"));
            Files.writeString(node.resolve("probe/kvm"), "usable\n");
            await().untilAsserted(() -> assertHealth(kubelet, KVM, "Healthy"));
            Files.writeString(node.resolve("probe/kvm"), "unusable: no guest kernel boots");
            await().untilAsserted(() -> assertHealth(kubelet, KVM, "Unhealthy"));
            await().until(plugins::areRegistered);
        }
    }

    @Test
    void ordinaryFileIsNoDevice() throws IOException {
        Files.createFile(node.resolve("dev/vhost-net"));
        NodeProbe probe = new NodeProbe(config(KvmOffer.WHERE_PRESENT), (device, original) -> original);
        assertThat(probe.health(NodeDevice.VHOST_NET)).isInstanceOf(DeviceHealth.Unhealthy.class);
    }

    @Test
    void configurationDecidesAboutKvm() {
        assertThat(new NodeProbe(config(KvmOffer.WHERE_PRESENT), (device, original) -> original).health(NodeDevice.KVM))
                .isEqualTo(new DeviceHealth.Healthy());
        assertThat(new NodeProbe(config(KvmOffer.NEVER), (device, original) -> original).health(NodeDevice.KVM))
                .isEqualTo(new DeviceHealth.Unhealthy("switched off by configuration"));
        assertThat(new NodeProbe(config(KvmOffer.WHERE_PROVEN), (device, original) -> original).health(NodeDevice.KVM))
                .isEqualTo(new DeviceHealth.Unhealthy("the node's probe has not said whether it runs guests"));
    }

    @Test
    void verdictBehindALinkIsNotBelieved() throws IOException {
        Files.writeString(node.resolve("planted"), "usable");
        Files.createSymbolicLink(node.resolve("probe/kvm"), node.resolve("planted"));
        assertThat(new NodeProbe(config(KvmOffer.WHERE_PROVEN), (device, original) -> original).health(NodeDevice.KVM))
                .isInstanceOf(DeviceHealth.Unhealthy.class);
    }

    @Test
    void containerGetsTheDeviceAndWhatTheProbeFound() throws IOException {
        Files.writeString(node.resolve("probe/kvm"), "unusable: no guest kernel boots");
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().until(plugins::areRegistered);
            ContainerAllocateResponse tun = kubelet.allocate(TUN, "tun3").getContainerResponses(0);
            assertThat(tun.getDevices(0).getContainerPath()).isEqualTo("/dev/net/tun");
            assertThat(tun.getDevices(0).getPermissions()).isEqualTo("rw");
            assertThat(tun.getMountsList())
                    .containsExactly(Mount.newBuilder()
                            .setContainerPath("/var/lib/yadori/capabilities")
                            .setHostPath(node.resolve("probe/capabilities").toString())
                            .setReadOnly(true)
                            .build());
        }
    }

    @Test
    void containerIsNotGivenWhatTheProbeHasNotFinished() throws IOException {
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().until(plugins::areRegistered);
            assertThat(kubelet.allocate(TUN, "tun3").getContainerResponses(0).getMountsList())
                    .isEmpty();
        }
    }

    @Test
    void kubeletThatStartsLaterIsTold() throws IOException {
        try (DevicePlugins plugins = plugins();
                FakeKubelet kubelet = kubelet()) {
            await().untilAsserted(() -> assertHealth(kubelet, TUN, "Healthy"));
            await().until(plugins::areRegistered);
        }
    }

    @Test
    void kubeletThatStartsAgainIsToldAgain() throws IOException {
        try (DevicePlugins plugins = plugins()) {
            FakeKubelet first = kubelet();
            await().until(plugins::areRegistered);
            first.close();
            try (FakeKubelet second = kubelet()) {
                await().untilAsserted(() -> {
                    assertHealth(second, TUN, "Healthy");
                    assertHealth(second, KVM, "Unhealthy");
                    assertHealth(second, VHOST_NET, "Unhealthy");
                });
                await().until(plugins::areRegistered);
            }
        }
    }

    @Test
    void kubeletThatHangsUpIsToldAgain() throws IOException {
        try (FakeKubelet kubelet = kubelet();
                DevicePlugins plugins = plugins()) {
            await().untilAsserted(() -> assertHealth(kubelet, TUN, "Healthy"));
            kubelet.hangUp(TUN);
            await().untilAsserted(() -> assertThat(kubelet.registrations()).containsKey(TUN));
            await().until(plugins::areRegistered);
        }
    }

    @Test
    void kubeletThatRefusesIsAskedAgain() throws IOException {
        try (FakeKubelet kubelet = kubelet()) {
            kubelet.refuse(true);
            try (DevicePlugins plugins = plugins()) {
                await().until(() -> Files.exists(node.resolve("plugins/yadori-vhost-net.sock")));
                kubelet.refuse(false);
                await().until(plugins::areRegistered);
            }
        }
    }

    @Test
    void endedPluginsOfferNothing() throws IOException {
        try (FakeKubelet kubelet = kubelet()) {
            try (DevicePlugins plugins = plugins()) {
                await().untilAsserted(() -> assertHealth(kubelet, TUN, "Healthy"));
                await().until(plugins::areRegistered);
            }
            await().untilAsserted(() -> assertThat(kubelet.devices(TUN)).isEmpty());
        }
    }

    private static void assertHealth(FakeKubelet kubelet, String resource, String health) {
        List<Device> devices = kubelet.devices(resource);
        assertThat(devices).hasSize(COUNT).extracting(Device::getHealth).containsOnly(health);
    }

    private FakeKubelet kubelet() throws IOException {
        return FakeKubelet.start(node.resolve("plugins"), eventLoop);
    }

    private DevicePlugins plugins() throws IOException {
        return DevicePlugins.start(
                config(KvmOffer.WHERE_PROVEN),
                (device, original) -> original,
                eventLoop,
                executor,
                Clock.systemUTC(),
                changes::incrementAndGet);
    }

    private DevicePluginConfig config(KvmOffer kvm) {
        return new DevicePluginConfig(
                DevicePluginConfig.DEFAULT_DOMAIN,
                COUNT,
                kvm,
                new DevicePluginConfig.Paths(node.resolve("plugins"), node.resolve("dev"), node.resolve("probe")));
    }

    /** A device that every machine has stands for the real one. */
    private void device(String name) throws IOException {
        Files.createSymbolicLink(node.resolve("dev").resolve(name), Path.of("/dev/null"));
    }
}
