package dev.yadori.api.subresource;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;

/**
 * One thing that can be done.
 *
 * @param method GET or PUT
 * @param resource virtualmachines, virtualmachineinstances or expand-vm-spec
 * @param subresource empty where there is none
 * @param isListed whether discovery names it, which is as in KubeVirt
 */
record Route(String method, String resource, String subresource, boolean isListed, Action action) {

    /** Does it for a caller who may. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @throws RefusedException where it is not done
         */
        ApiAnswer answer(SubresourcePath path, ApiRequest request);
    }

    /** As RBAC calls it. */
    String verb() {
        return method.equals("PUT") ? "update" : "get";
    }

    String fullName() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    boolean answers(SubresourcePath path) {
        return resource.equals(path.resource())
                && subresource.equals(path.subresource())
                && resource.startsWith("virtualmachine") != path.name().isEmpty();
    }
}
