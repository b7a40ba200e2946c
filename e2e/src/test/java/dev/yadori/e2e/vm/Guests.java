package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** The virtual machines of a test's namespace, and what tests ask and await of them. */
record Guests(ClusterNamespace namespace) {
    private static final Duration BETWEEN = Duration.ofMillis(500);
    /** An emulated guest on a busy machine takes its time. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final Duration END = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    /** A guest may get another address while it is asked for under the one it had. */
    private static final Duration ADDRESS_HOLDS = Duration.ofSeconds(10);

    void create(TinyGuest guest) {
        namespace.create(guest.manifest());
    }

    /** The same guest with one more field of its spec; of an instance that is one of its own. */
    void create(TinyGuest guest, String field, Object value) {
        var manifest = guest.manifest();
        var spec = new HashMap<String, Object>();
        var known = (Map<?, ?>)
                Objects.requireNonNull(manifest.getAdditionalProperties().get("spec"));
        known.forEach((key, given) -> spec.put(String.valueOf(key), Objects.requireNonNull(given)));
        spec.put(field, value);
        manifest.setAdditionalProperty("spec", spec);
        namespace.create(manifest);
    }

    /** Creates what a file among the tests' resources describes. IMAGE in it is the tiny guest, KERNEL its kernel's image. */
    void createFrom(String file) throws IOException {
        createFrom(file, Map.of());
    }

    /** The same with other words of the file replaced as well. */
    void createFrom(String file, Map<String, String> words) throws IOException {
        try (var manifest = Guests.class.getResourceAsStream(file)) {
            var text = new String(Objects.requireNonNull(manifest, file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("KERNEL", TinyGuest.KERNEL_IMAGE)
                    .replace("IMAGE", TinyGuest.IMAGE);
            for (var word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
            namespace.create(Serialization.unmarshal(text, GenericKubernetesResource.class));
        }
    }

    /** Creates a guest and waits until it runs and its commands have run. */
    void start(TinyGuest guest) {
        create(guest);
        awaitRunning(guest.name());
        awaitPage(guest.name(), "name");
    }

    Resource<GenericKubernetesResource> vm(String name) {
        return of("VirtualMachine", name);
    }

    Resource<GenericKubernetesResource> vmi(String name) {
        return of("VirtualMachineInstance", name);
    }

    private Resource<GenericKubernetesResource> of(String kind, String name) {
        return namespace
                .client()
                .genericKubernetesResources("kubevirt.io/v1", kind)
                .inNamespace(namespace.name())
                .withName(name);
    }

    /** A field of the instance's status; empty where there is no instance or no such field. */
    Optional<Object> status(String name, Object... path) {
        return field(vmi(name), path);
    }

    /** What the status of an instance says of one of its cards. */
    Optional<Map<?, ?>> card(String name, String card) {
        return status(name, "interfaces").stream()
                .flatMap(all -> ((List<?>) all).stream())
                .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                .filter(one -> card.equals(one.get("name")))
                .findFirst();
    }

    /** The addresses that the status of an instance says of one of its cards. */
    List<InetAddress> addressesOn(String name, String card) {
        return addressTextsOn(name, card).stream().map(InetAddress::ofLiteral).toList();
    }

    /** The same as they are written there. */
    List<String> addressTextsOn(String name, String card) {
        return card(name, card).stream()
                .<Object>flatMap(one -> Stream.ofNullable(one.get("ipAddresses")))
                .flatMap(addresses -> ((List<?>) addresses).stream())
                .map(Object::toString)
                .toList();
    }

    String phase(String name) {
        return status(name, "phase").map(Object::toString).orElse("none");
    }

    String printableStatus(String name) {
        return field(vm(name), "printableStatus").map(Object::toString).orElse("none");
    }

    String nodeOf(String name) {
        return status(name, "nodeName").orElseThrow().toString();
    }

    private static Optional<Object> field(Resource<GenericKubernetesResource> resource, Object... path) {
        return field("status", resource, path);
    }

    private static Optional<Object> field(String root, Resource<GenericKubernetesResource> resource, Object... path) {
        var full = new Object[path.length + 1];
        full[0] = root;
        System.arraycopy(path, 0, full, 1, path.length);
        return Optional.ofNullable(resource.get()).map(found -> found.get(full));
    }

    /** The message of a condition of the instance or of the virtual machine, whichever of them. */
    Optional<String> conditionMessage(Resource<GenericKubernetesResource> resource, String type) {
        return condition(resource, type).map(condition -> String.valueOf(condition.get("message")));
    }

    /** The status of such a condition. */
    Optional<String> conditionStatus(Resource<GenericKubernetesResource> resource, String type) {
        return condition(resource, type).map(condition -> String.valueOf(condition.get("status")));
    }

    private static Optional<Map<?, ?>> condition(Resource<GenericKubernetesResource> resource, String type) {
        return field(resource, "conditions").stream()
                .flatMap(conditions -> ((List<?>) conditions).stream())
                .<Map<?, ?>>map(condition -> (Map<?, ?>) condition)
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst();
    }

    /** A field of the virtual machine's or the instance's spec. */
    static Optional<Object> spec(Resource<GenericKubernetesResource> resource, Object... path) {
        return field("spec", resource, path);
    }

    /** The launcher pods of a guest, also those that are being deleted. */
    List<Pod> pods(String name) {
        return namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withLabel("kubevirt.io", "virt-launcher")
                .withLabel("vm.kubevirt.io/name", name)
                .list()
                .getItems();
    }

    TestPod pod(String name) {
        var pods = pods(name);
        assertThat(pods).as("launcher pods of " + name).hasSize(1);
        return namespace.pod(pods.getFirst().getMetadata().getName());
    }

    void awaitRunning(String name) {
        awaitPhase(name, "Running");
    }

    void awaitPhase(String name, String phase) {
        holds(name + " is " + phase, START, () -> assertThat(phase(name)).isEqualTo(phase));
    }

    void awaitPrintableStatus(String name, String... oneOf) {
        holds(
                name + " shows " + String.join(" or ", oneOf),
                START,
                () -> assertThat(printableStatus(name)).isIn((Object[]) oneOf));
    }

    /** Waits until nothing is left of a guest: no object of ours and no pod. */
    void awaitGone(String name) {
        holds(name + " leaves nothing behind", END, () -> {
            assertThat(vm(name).get()).as("virtual machine").isNull();
            assertThat(vmi(name).get()).as("instance").isNull();
            assertThat(pods(name)).as("launcher pods").isEmpty();
        });
    }

    /** Deletes whatever there is of a guest and waits until it is gone. */
    void delete(String name) {
        vm(name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
        vmi(name).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
        awaitGone(name);
    }

    /** A page that the guest serves, asked for from a pod in the cluster. Empty while it does not answer. */
    Optional<String> page(TestPod from, String name, String path) {
        var address = status(name, "interfaces", 0, "ipAddress");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var answer = from.fetch(url(address.get(), path));
        return answer.succeeded() ? Optional.of(answer.output().strip()) : Optional.empty();
    }

    String awaitPage(String name, String path) {
        var asker = asker();
        var page = new AtomicReference<>("");
        holds(name + " serves /" + path, ANSWER, () -> {
            var address = status(name, "interfaces", 0, "ipAddress");
            assertThat(address).as("address of " + name).isPresent();
            var answer = asker.fetchWithin(ADDRESS_HOLDS, url(address.get(), path));
            assertThat(answer.succeeded()).as("answer of " + address.get()).isTrue();
            page.set(answer.output().strip());
        });
        return page.get();
    }

    private static String url(Object address, String path) {
        return WebPaths.url(InetAddress.ofLiteral(address.toString()), path);
    }

    /** What tells this boot of the guest from another. */
    String bootOf(String name) {
        return awaitPage(name, "boot");
    }

    /** The namespace's pod from which pages are asked for; it is started by the first who needs it, in whichever thread. */
    synchronized TestPod asker() {
        var asker = namespace.pod("asker");
        return asker.resource().get() == null
                ? namespace.start(ToolsPod.idle("asker").build())
                : asker;
    }

    static void holds(String what, Duration within, ThrowingRunnable assertion) {
        Awaitility.await(what)
                .atMost(within)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN)
                .untilAsserted(assertion);
    }
}
