package dev.yadori.controller;

import dev.yadori.controller.patch.JsonPatch;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease whose holder reconciles. */
final class LeaderLease {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);
    private static final String NAME = "virt-controller";

    private LeaderLease() {}

    /** How the lease is won and held. */
    static LeaderElectionConfiguration election(ControllerConfig config, Supervision supervision) {
        return new LeaderElectionConfiguration(
                NAME,
                config.namespace(),
                LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
                LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
                LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
                config.identity(),
                new LeaderCallbacks(supervision.elected(), supervision.deposed(), _ -> {}),
                // The framework would end the process, also one that is ending, which would then wait for itself.
                false);
    }

    /** Gives the lease back if this process holds it: the framework never does, and the next leader would wait 15 s. */
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
