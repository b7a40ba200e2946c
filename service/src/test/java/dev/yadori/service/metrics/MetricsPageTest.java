package dev.yadori.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.service.kubernetes.KubernetesAccess;
import dev.yadori.testkit.MetricsPage;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    /** Whose figures are those that each component has, and no more. */
    @Test
    void pageListsWhatVirtApiExports() throws IOException {
        var metrics = ServiceMetrics.of("virt-api", () -> true);
        askInVain(metrics);

        assertThat(MetricsPage.in(metrics.scrape())).isEqualTo(MetricsPage.of("virt-api"));
    }

    @Test
    void textIsReadAsPrometheusReadsIt() {
        assertThat(MetricsPage.in("""
                        # HELP a_seconds of a
                        # TYPE a_seconds histogram
                        a_seconds_bucket{phase="x",le="0.5"} 1
                        a_seconds_count{phase="x"} 1
                        # TYPE b gauge
                        b{name="with \\", and {}",node=""} 1.0
                        # TYPE c counter
                        c{} 1
                        # TYPE d gauge
                        """))
                .hasToString("{a_seconds=histogram [phase], b=gauge [name, node], c=counter []}");
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
}
