package dev.yadori.handler.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GrpcLauncherClient;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.launcher.Transfer;
import dev.yadori.handler.vmi.GuestPod;
import dev.yadori.handler.vmi.ReachedGuest;
import dev.yadori.proto.launcher.v1.GetGuestStatsRequest;
import dev.yadori.proto.launcher.v1.GetGuestStatsResponse;
import dev.yadori.proto.launcher.v1.GuestStats;
import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.service.metrics.RestRequests;
import dev.yadori.service.metrics.ServiceMetrics;
import dev.yadori.testkit.MetricsPage;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestMetricsTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var one : opened) {
            one.close();
        }
        executor.shutdownNow();
    }

    @Test
    void figuresHaveTheNamesThatOperatorsKnow() throws IOException {
        var exposition = new GuestExposition("node-a");
        exposition.add(guest("web"), TextFormat.parse(resource("in-stats.textproto"), GuestStats.class));
        exposition.add(
                guest("idle\"\\"), GuestStats.newBuilder().setCpuNanoseconds(1).build());
        exposition.add(guest("web"), new Transfer.Progress(51, 52, 53, 54, 55));

        assertThat(exposition.text()).isEqualTo(resource("out-metrics.txt"));
    }

    @Test
    void pageListsWhatTheHandlerExports() throws IOException {
        var metrics = ServiceMetrics.of("virt-handler", () -> true);
        askInVain(metrics);
        metrics.alsoTell(() -> {
            try {
                return resource("out-metrics.txt");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(MetricsPage.in(metrics.scrape())).isEqualTo(MetricsPage.of("virt-handler"));
    }

    private static void askInVain(ServiceMetrics metrics) {
        Config nobody = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(1)
                .withRequestRetryBackoffInterval(1)
                .build();
        try (var client = KubernetesAccess.connect(nobody, List.of(new RestRequests(metrics.registry())))) {
            assertThatThrownBy(() -> client.namespaces().withName("a").get())
                    .isInstanceOf(KubernetesClientException.class);
        }
    }

    @Test
    void launchersThatHangCostTheOthersNothing() throws IOException {
        var guests = List.of(reached("hung", new Hung()), reached("web", new FakeLauncher("uid")));
        var metrics = new GuestMetrics("node-a", () -> guests, executor, Duration.ofMinutes(1));

        assertThat(metrics.text())
                .contains("kubevirt_vmi_cpu_usage_seconds_total{node=\"node-a\",namespace=\"lab\",name=\"web\"} 1.5\n")
                .doesNotContain("name=\"hung\"");
    }

    @Test
    void aScrapeDoesNotOutlastItsPatience() throws IOException {
        var guests = List.of(reached("web", new FakeLauncher("uid")));
        var metrics = new GuestMetrics("node-a", () -> guests, _ -> {}, Duration.ofMillis(1));

        assertThat(metrics.text()).isEmpty();
    }

    @Test
    void guestThatLeavesIsToldAsItsLauncherToldLastEvenIfItHangsNow() throws IOException {
        var leaving = Optional.of(new Transfer.Progress(100, 40, 60, 7, 3));
        var guests = List.of(new ReachedGuest(guest("hung"), client(new Hung()), leaving));
        var metrics = new GuestMetrics("node-a", () -> guests, executor, Duration.ofMillis(1));

        assertThat(metrics.text())
                .contains("kubevirt_vmi_migration_data_remaining_bytes"
                        + "{node=\"node-a\",namespace=\"lab\",name=\"hung\"} 60.0\n");
    }

    private ReachedGuest reached(String name, FakeLauncher launcher) throws IOException {
        return new ReachedGuest(guest(name), client(launcher), Optional.empty());
    }

    private LauncherClient client(FakeLauncher launcher) throws IOException {
        var name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(launcher)
                .build()
                .start();
        opened.add(server::shutdownNow);
        var client =
                new GrpcLauncherClient(InProcessChannelBuilder.forName(name).build());
        opened.add(client);
        return client;
    }

    private static GuestPod guest(String name) {
        return new GuestPod("pod", "lab", name, "uid");
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = GuestMetricsTest.class.getResourceAsStream("/metrics/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Takes the question and never answers. */
    private static final class Hung extends FakeLauncher {
        Hung() {
            super("uid");
        }

        @Override
        public void getGuestStats(GetGuestStatsRequest request, StreamObserver<GetGuestStatsResponse> response) {}
    }
}
