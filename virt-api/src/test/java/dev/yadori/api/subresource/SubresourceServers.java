package dev.yadori.api.subresource;

import dev.yadori.api.caller.Access;
import dev.yadori.api.caller.FrontProxy;
import dev.yadori.api.http.Endpoint;
import dev.yadori.crds.v1.KubeVirt;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The API for tests of other packages. */
public final class SubresourceServers {

    private SubresourceServers() {}

    /** In a cluster without any object. */
    public static Endpoint withoutObjects(Supplier<FrontProxy> proxy, Access access) {
        return new SubresourceApi(new SubresourceApi.Parts(
                proxy,
                access,
                new FakeObjects(),
                new FakeGuests(),
                (address, datagrams) -> {
                    throw new IOException("no ports here");
                },
                new ClusterFacts() {
                    @Override
                    public String json(Object object) {
                        return "{}";
                    }

                    @Override
                    public Optional<KubeVirt> kubeVirt() {
                        return Optional.empty();
                    }
                }));
    }
}
