package dev.yadori.api.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reviews made up before the first real one, whose answers nobody reads: they load and link the classes, so that the first user
 * does not wait for it.
 */
public final class Rehearsal {

    private static final String INSTANCE = """
            {"domain": {"memory": {"guest": "64Mi"}, "resources": {"requests": {"memory": "64Mi"}},
                        "devices": {"disks": [{"name": "root", "disk": {"bus": "virtio"}}],
                                    "interfaces": [{"name": "default", "masquerade": {}}]}},
             "networks": [{"name": "default", "pod": {}}],
             "volumes": [{"name": "root", "containerDisk": {"image": "example/disk:1"}},
                         {"name": "seed", "cloudInitNoCloud": {"userDataBase64": "eA=="}}]}""";

    private Rehearsal() {}

    /** Takes each rule through a review of a VirtualMachineInstance, a VirtualMachine and a KubeVirt. */
    public static void of(Map<String, Admission> rules) {
        String machine = "{\"running\": true, \"template\": {\"spec\": " + INSTANCE + "}}";
        String cluster = "{\"configuration\": {\"cpuModel\": \"host-model\"}}";
        for (String spec : new String[] {INSTANCE, machine, cluster}) {
            byte[] body = creation(spec);
            rules.values().forEach(rule -> review(rule, body));
        }
    }

    private static byte[] creation(String spec) {
        String review =
                "{\"apiVersion\": \"admission.k8s.io/v1\", \"kind\": \"AdmissionReview\", \"request\": {\"uid\":"
                        + " \"rehearsal\", \"operation\": \"CREATE\", \"object\": {\"metadata\": {\"name\": \"rehearsal\"}, \"spec\": "
                        + spec + "}}}";
        return review.getBytes(StandardCharsets.UTF_8);
    }

    private static void review(Admission rule, byte[] body) {
        try {
            AdmissionRequest request = ReviewCodec.decode(body);
            byte[] unread = ReviewCodec.encode(request.uid(), rule.review(request));
            if (unread.length == 0) {
                throw new IllegalStateException("an answer of nothing");
            }
        } catch (ReviewCodec.MalformedReviewException e) {
            throw new IllegalStateException("the rehearsal's own review", e);
        }
    }
}
