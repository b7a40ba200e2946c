package dev.yadori.controller.kubevirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.crds.v1.Condition;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtSpec;
import dev.yadori.crds.v1.KubeVirtStatus;
import dev.yadori.crds.v1.KubeVirtStatus.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeVirtPlannerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Release RELEASE = new Release("0.1.0", "amd64");
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(new ObjectMapper(), true);

    private static final Component API = component("virt-api", "deployments", 2, 2);
    private static final Component CONTROLLER = component("virt-controller", "deployments", 2, 2);
    private static final Component HANDLER = component("virt-handler", "daemonsets", 3, 3);

    /** How many of virt-api's two are ready, and whether the system was deployed before, and in which version. */
    @ParameterizedTest
    @CsvSource({
        "2, ,      Deployed,  True,  False, False",
        "1, ,      Deploying, False, True,  False",
        "0, ,      Deploying, False, True,  False",
        "1, 0.1.0, Deployed,  False, False, True",
        "1, 0.0.9, Deploying, False, True,  False",
        "2, 0.0.9, Deployed,  True,  False, False",
    })
    void phaseAndConditionsFollowTheComponents(
            int ready, @Nullable String before, String phase, String available, String progressing, String degraded) {
        var known = before == null ? null : deployed(before);

        var status = plan(known, "{}", List.of(component("virt-api", "deployments", 2, ready), CONTROLLER, HANDLER));

        assertThat(Objects.requireNonNull(status.phase()).wire()).isEqualTo(phase);
        assertThat(state(status, "Available")).isEqualTo(available);
        assertThat(state(status, "Progressing")).isEqualTo(progressing);
        assertThat(state(status, "Degraded")).isEqualTo(degraded);
        assertThat(state(status, "Created")).isEqualTo("True");
    }

    /** Of virt-api's three one is new, and so many are ready in all. */
    @ParameterizedTest
    @CsvSource({
        "3, 0.1.0, Deployed,  True,  True,  False",
        "0, 0.1.0, Deployed,  False, True,  True",
        "3, 0.0.9, Deploying, False, True,  False",
    })
    void changeThatGoesOnIsProgress(
            int serving, String before, String phase, String available, String progressing, String degraded) {
        var api = component("virt-api", "deployments", 3, 1, new Component.Rollout(true, serving));

        var status = plan(deployed(before), "{}", List.of(api, CONTROLLER, HANDLER));

        assertThat(Objects.requireNonNull(status.phase()).wire()).isEqualTo(phase);
        assertThat(state(status, "Available")).isEqualTo(available);
        assertThat(state(status, "Progressing")).isEqualTo(progressing);
        assertThat(state(status, "Degraded")).isEqualTo(degraded);
    }

    @Test
    void placeThatIsRefusedIsNamed() {
        var system = new KubeVirtPlanner.Seen(List.of(API, CONTROLLER, HANDLER), 0, List.of("virt-api: is bad"));

        var status = KubeVirtPlanner.plan(object(null, "{}"), system, RELEASE, NOW);

        assertThat(condition(status, "Synchronized").reason()).isEqualTo("PlacementRefused");
        assertThat(condition(status, "Synchronized").message()).isEqualTo("virt-api: is bad");
    }

    @Test
    void shortfallIsNamed() {
        var status = plan(null, "{}", List.of(component("virt-api", "deployments", 2, 1), CONTROLLER));

        assertThat(condition(status, "Available").message())
                .isEqualTo("Ready so far: virt-api 1 of 2, virt-handler not created");
        assertThat(condition(status, "Created").message()).isEqualTo("Missing: virt-handler");
        assertThat(status.phase()).isEqualTo(Phase.DEPLOYING);
    }

    @Test
    void whatIsDeployedIsRecorded() {
        var status = plan(null, "{}", List.of(HANDLER, API, CONTROLLER));

        assertThat(status.observedKubeVirtVersion()).isEqualTo("0.1.0");
        assertThat(status.operatorVersion()).isEqualTo("0.1.0");
        assertThat(status.observedKubeVirtRegistry()).isEqualTo("registry.test/yadori");
        assertThat(status.observedGeneration()).isEqualTo(7L);
        assertThat(status.defaultArchitecture()).isEqualTo("amd64");
        assertThat(status.generations())
                .extracting(KubeVirtStatus.ObjectGeneration::name)
                .containsExactly("virt-api", "virt-controller", "virt-handler");
    }

    @Test
    void versionIsObservedOnlyWhenItRuns() {
        var status = plan(deployed("0.0.9"), "{}", List.of(component("virt-api", "deployments", 2, 0), CONTROLLER));

        assertThat(status.targetKubeVirtVersion()).isEqualTo("0.1.0");
        assertThat(status.observedKubeVirtVersion()).isEqualTo("0.0.9");
    }

    @Test
    void settingThatCannotBeFollowedIsNamed() {
        var status = plan(null, "{\"configuration\":{\"machineType\":\"pc\"}}", List.of(API, CONTROLLER, HANDLER));

        assertThat(state(status, "Synchronized")).isEqualTo("False");
        assertThat(condition(status, "Synchronized").reason()).isEqualTo("InvalidConfiguration");
        assertThat(condition(status, "Synchronized").message()).contains("spec.configuration.machineType");
        assertThat(status.phase()).as("the system runs all the same").isEqualTo(Phase.DEPLOYED);
    }

    @Test
    void configurationThatIsFollowedIsSynchronized() {
        var status = plan(null, "{\"configuration\":{\"machineType\":\"q35\"}}", List.of(API, CONTROLLER, HANDLER));

        assertThat(state(status, "Synchronized")).isEqualTo("True");
    }

    @Test
    void outdatedGuestsAreCountedAnew() {
        var parts = List.of(API, CONTROLLER, HANDLER);
        var three = KubeVirtPlanner.plan(object(null, "{}"), system(parts, 3), RELEASE, NOW);

        var none = KubeVirtPlanner.plan(object(three, "{}"), system(parts, 0), RELEASE, NOW);

        assertThat(three.outdatedVirtualMachineInstanceWorkloads()).isEqualTo(3);
        assertThat(none.outdatedVirtualMachineInstanceWorkloads()).isZero();
    }

    @Test
    void nothingIsWrittenTwice() {
        var parts = List.of(API, CONTROLLER, HANDLER);
        var first = plan(null, "{}", parts);

        var again = KubeVirtPlanner.plan(object(first, "{}"), system(parts, 0), RELEASE, NOW.plusSeconds(3600));

        assertThat(again).isEqualTo(first);
    }

    @Test
    void secondObjectSaysThatItDoesNotCount() {
        var status = KubeVirtPlanner.planIgnored(object(deployed("0.1.0"), "{}"), object(null, "{}"), NOW);

        assertThat(status.phase()).isNull();
        assertThat(condition(status, "Synchronized").message()).contains("yadori/kubevirt");
    }

    private static KubeVirtStatus plan(@Nullable KubeVirtStatus known, String spec, List<Component> components) {
        return KubeVirtPlanner.plan(object(known, spec), system(components, 0), RELEASE, NOW);
    }

    private static KubeVirtPlanner.Seen system(List<Component> components, int outdated) {
        return new KubeVirtPlanner.Seen(new ArrayList<>(components), outdated, List.of());
    }

    private static KubeVirtStatus deployed(String version) {
        return KubeVirtPlanner.plan(
                object(null, "{}"), system(List.of(API, CONTROLLER, HANDLER), 0), new Release(version, "amd64"), NOW);
    }

    private static KubeVirt object(@Nullable KubeVirtStatus status, String spec) {
        var metadata = new ObjectMetaBuilder()
                .withName("kubevirt")
                .withNamespace("yadori")
                .withGeneration(7L)
                .build();
        return new KubeVirt(metadata, SERIALIZATION.unmarshal(spec, KubeVirtSpec.class), status);
    }

    private static Component component(String name, String resource, int wanted, int ready) {
        return component(name, resource, wanted, ready, new Component.Rollout(false, ready));
    }

    private static Component component(String name, String resource, int wanted, int ready, Component.Rollout rollout) {
        return new Component(
                name, resource, "yadori", 1, "registry.test/yadori/" + name + ":1", wanted, ready, rollout);
    }

    private static @Nullable String state(KubeVirtStatus status, String type) {
        return condition(status, type).status();
    }

    private static Condition condition(KubeVirtStatus status, String type) {
        return Objects.requireNonNull(status.conditions().stream()
                .collect(Collectors.toMap(Condition::type, found -> found))
                .get(type));
    }
}
