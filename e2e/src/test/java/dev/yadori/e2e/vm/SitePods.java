package dev.yadori.e2e.vm;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.TestPod;
import dev.yadori.e2e.support.ToolsPod;
import dev.yadori.e2e.vm.OneCardGuest.Site;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A pod for each site that serves its own name there, each with a Service for each IP version. */
record SitePods(ClusterNamespace namespace) {

    /** Does not wait for them. */
    void create() {
        for (var site : Site.values()) {
            namespace.create(ToolsPod.serving(name(site))
                    .editMetadata()
                    .addToLabels("pod", name(site))
                    .endMetadata()
                    .editSpec()
                    .withNodeSelector(ToolsPod.on(site.hostname(namespace)))
                    .endSpec()
                    .build());
            for (var family : Family.values()) {
                namespace.create(family.service(service(site, family), Map.of("pod", name(site)), ToolsPod.PORT));
            }
        }
    }

    void awaitReady() {
        for (var site : Site.values()) {
            on(site).resource().waitUntilReady(2, TimeUnit.MINUTES);
        }
    }

    TestPod on(Site site) {
        return namespace.pod(name(site));
    }

    /** What the pod is called, and what it serves. */
    static String name(Site site) {
        return "pod-" + site.word();
    }

    static String service(Site site, Family family) {
        return "pods-%s-%s".formatted(site.word(), family.word());
    }
}
