package dev.yadori.handler.heartbeat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yadori.handler.heartbeat.CapabilitiesXml.Domain;
import dev.yadori.handler.heartbeat.CapabilitiesXml.Emulator;
import dev.yadori.handler.heartbeat.NodeFacts.Finding;
import dev.yadori.handler.hostfs.Descriptor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What the node's probe and kubelet have written down.
 *
 * @param probe folder of the probe, such as /var/lib/yadori/node
 * @param kubelet folder of kubelet, such as /var/lib/kubelet
 */
public record NodeFiles(Path probe, Path kubelet) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LIMIT_BYTES = 4 * 1024 * 1024;
    private static final String VERDICT = "kvm";
    private static final String FINDINGS = "capabilities";

    NodeFacts read(boolean schedulable) {
        return new NodeFacts(schedulable, hasStaticCpus(), capabilities());
    }

    /** The probe's verdict is the last that it writes. */
    private Finding capabilities() {
        if (!Files.exists(probe.resolve(VERDICT))) {
            return new Finding.Unknown("the node's probe has not finished");
        }
        try (Descriptor folder = Descriptor.openTrusted(probe)) {
            boolean kvm = text(folder, VERDICT).strip().equals("usable");
            Domain domain = CapabilitiesXml.domain(
                    text(folder, FINDINGS + "/domain-capabilities/" + (kvm ? "kvm" : "qemu") + ".xml"));
            return new Finding.Known(combine(domain, emulators(folder, kvm ? "kvm" : "tcg")));
        } catch (IOException failure) {
            return new Finding.Unknown("what the node's probe found: " + failure.getMessage());
        }
    }

    private Set<Emulator> emulators(Descriptor folder, String accelerator) throws IOException {
        Set<Emulator> emulators = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(probe.resolve(FINDINGS), "*.xml")) {
            for (Path file : files) {
                emulators.add(CapabilitiesXml.emulator(text(folder, FINDINGS + "/" + file.getFileName()), accelerator));
            }
        }
        return emulators;
    }

    private static NodeCapabilities combine(Domain domain, Set<Emulator> emulators) {
        Set<String> machines = new HashSet<>(Set.of(domain.machine()));
        Set<String> features = new HashSet<>();
        domain.hostModel().ifPresent(model -> features.addAll(model.requiredFeatures()));
        for (Emulator emulator : emulators) {
            machines.addAll(emulator.machines());
            features.addAll(emulator.features());
        }
        return new NodeCapabilities(machines, domain.hostModel(), domain.models(), features, domain.hyperv());
    }

    /** kubelet's file is missing where its CPU manager is off. */
    private boolean hasStaticCpus() {
        try (Descriptor folder = Descriptor.openTrusted(kubelet)) {
            JsonNode state = MAPPER.readTree(text(folder, "cpu_manager_state"));
            return state.path("policyName").asText().equals("static");
        } catch (IOException absent) {
            return false;
        }
    }

    private static String text(Descriptor folder, String name) throws IOException {
        try (Descriptor file = folder.openBeneath(name)) {
            return file.readText(LIMIT_BYTES);
        }
    }
}
