package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.SpecReader;
import java.util.List;

/** What clients find out about the API before they use it. */
final class Discovery {

    private Discovery() {}

    static ObjectNode roots(List<String> paths) {
        ObjectNode roots = SpecReader.JSON.createObjectNode();
        ArrayNode list = roots.putArray("paths");
        paths.forEach(list::add);
        return roots;
    }

    static ObjectNode groups() {
        ObjectNode groups = SpecReader.JSON.createObjectNode();
        groups.put("kind", "APIGroupList")
                .put("apiVersion", "v1")
                .putArray("groups")
                .add(group());
        return groups;
    }

    static ObjectNode group() {
        ObjectNode group = SpecReader.JSON.createObjectNode();
        group.put("kind", "APIGroup").put("apiVersion", "v1").put("name", SubresourceApi.GROUP);
        ArrayNode versions = group.putArray("versions");
        SubresourceApi.VERSIONS.forEach(version -> version(version, versions.addObject()));
        version(SubresourceApi.VERSIONS.getFirst(), group.putObject("preferredVersion"));
        return group;
    }

    private static void version(String version, ObjectNode into) {
        into.put("groupVersion", SubresourceApi.GROUP + "/" + version).put("version", version);
    }

    static ObjectNode resources(String version, List<Route> routes) {
        ObjectNode list = SpecReader.JSON.createObjectNode();
        list.put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", SubresourceApi.GROUP + "/" + version);
        ArrayNode resources = list.putArray("resources");
        routes.stream().filter(Route::isListed).forEach(route -> {
            ObjectNode one = resources.addObject();
            one.put("name", route.fullName())
                    .put("singularName", "")
                    .put("namespaced", true)
                    .put("kind", "");
            one.putArray("verbs").add(route.verb());
        });
        return list;
    }
}
