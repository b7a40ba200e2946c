package dev.yadori.controller;

import dev.yadori.controller.patch.JsonPatch;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectorBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease whose holder reconciles. */
final class LeaderLease {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);
    private static final String NAME = "virt-controller";
    private static final Duration GOOD_FOR = Duration.ofSeconds(15);
    private static final Duration RENEWED_WITHIN = Duration.ofSeconds(10);
    private static final Duration ASKED_EVERY = Duration.ofSeconds(2);

    private LeaderLease() {}

    /**
     * Asks for the lease until it is had, and holds it until the answer is cancelled, which does not give it back.
     *
     * @param elected must return at once: the lease is not renewed meanwhile
     * @throws KubernetesClientException if the lease cannot even be looked at
     */
    static Future<?> seek(Collaborators collaborators, Executor executor, Runnable elected, Runnable deposed) {
        var client = collaborators.client();
        var config = collaborators.config();
        client.resources(Lease.class)
                .inNamespace(config.namespace())
                .withName(NAME)
                .get();
        return new LeaderElectorBuilder(client, executor)
                .withConfig(new LeaderElectionConfig(
                        new LeaseLock(config.namespace(), NAME, config.identity()),
                        GOOD_FOR,
                        RENEWED_WITHIN,
                        ASKED_EVERY,
                        new LeaderCallbacks(elected, deposed, _ -> {}),
                        false,
                        NAME))
                .build()
                .start();
    }

    /** Gives the lease back if this process holds it: the client never does in time, and the next leader would wait 15 s. */
    static void release(KubernetesClient client, ControllerConfig config) {
        var lease =
                client.resources(Lease.class).inNamespace(config.namespace()).withName(NAME);
        try {
            Lease held = lease.get();
            if (held != null && config.identity().equals(held.getSpec().getHolderIdentity())) {
                String patch =
                        JsonPatch.of(held).add("/spec/holderIdentity", "").toJson(client.getKubernetesSerialization());
                lease.patch(JsonPatch.CONTEXT, patch);
            }
        } catch (KubernetesClientException e) {
            LOG.atInfo().addKeyValue("error", e.getMessage()).log("lease left to expire");
        }
    }
}
