package dev.yadori.handler.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import dev.yadori.handler.launcher.FakeLauncher;
import dev.yadori.handler.launcher.GrpcLauncherClient;
import dev.yadori.handler.launcher.LauncherClient;
import dev.yadori.handler.vmi.GuestPod;
import dev.yadori.proto.launcher.v1.GetGuestStatsRequest;
import dev.yadori.proto.launcher.v1.GetGuestStatsResponse;
import dev.yadori.proto.launcher.v1.GuestStats;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

        assertThat(exposition.text()).isEqualTo(resource("out-metrics.txt"));
    }

    @Test
    void launchersThatHangCostTheOthersNothing() throws IOException {
        var guests = Map.of(guest("hung"), client(new Hung()), guest("web"), client(new FakeLauncher("uid")));
        var metrics = new GuestMetrics("node-a", () -> guests, executor, Duration.ofMinutes(1));

        assertThat(metrics.text())
                .contains("kubevirt_vmi_cpu_usage_seconds_total{node=\"node-a\",namespace=\"lab\",name=\"web\"} 1.5\n")
                .doesNotContain("hung");
    }

    @Test
    void aScrapeDoesNotOutlastItsPatience() throws IOException {
        var guests = Map.of(guest("web"), client(new FakeLauncher("uid")));
        var metrics = new GuestMetrics("node-a", () -> guests, _ -> {}, Duration.ofMillis(1));

        assertThat(metrics.text()).isEmpty();
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
