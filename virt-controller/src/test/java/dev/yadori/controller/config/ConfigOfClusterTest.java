package dev.yadori.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.config.ClusterConfig;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigOfClusterTest {

    private final AtomicReference<ClusterConfig> asked = new AtomicReference<>(ClusterConfig.DEFAULT);
    private final AtomicReference<Supplier<VersionInfo>> server = new AtomicReference<>(() -> version("1", "36"));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger questions = new AtomicInteger();
    private final ConfigOfCluster config = new ConfigOfCluster(
            asked::get,
            () -> {
                questions.incrementAndGet();
                return server.get().get();
            },
            now::get);

    private static VersionInfo version(String major, String minor) {
        return new VersionInfo.Builder().withMajor(major).withMinor(minor).build();
    }

    private boolean mountsImages() {
        return config.get().isEnabled(ClusterConfig.IMAGE_VOLUME);
    }

    @ParameterizedTest
    @CsvSource({"1,36,true", "1,35,true", "1,35+,true", "2,0,true", "1,34,false", "1,34-eks,false", "x,y,false"})
    void imagesAreMountedSinceVersion35(String major, String minor, boolean expected) {
        server.set(() -> version(major, minor));

        assertThat(mountsImages()).isEqualTo(expected);
    }

    @Test
    void closedGateAsksNobody() {
        asked.set(ClusterConfig.DEFAULT.without(ClusterConfig.IMAGE_VOLUME));

        assertThat(mountsImages()).isFalse();
        assertThat(questions).hasValue(0);
    }

    @Test
    void upgradeIsSeenInTime() {
        server.set(() -> version("1", "34"));
        assertThat(mountsImages()).isFalse();
        server.set(() -> version("1", "35"));

        assertThat(mountsImages()).isFalse();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));

        assertThat(mountsImages()).isTrue();
        assertThat(questions).hasValue(2);
    }

    @Test
    void serverThatDoesNotAnswerIsAsItWas() {
        server.set(() -> version("1", "34"));
        assertThat(mountsImages()).isFalse();
        server.set(() -> {
            throw new KubernetesClientException("refused");
        });
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));

        assertThat(mountsImages()).isFalse();
    }
}
