package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.SpecReader;
import java.util.List;
import java.util.Locale;

/** The API as OpenAPI documents, which the API server joins with its own. */
final class OpenApi {

    private static final String TITLE = "Yadori subresources";

    private OpenApi() {}

    static ObjectNode version2(List<Route> routes) {
        ObjectNode document = SpecReader.JSON.createObjectNode();
        document.put("swagger", "2.0");
        info(document.putObject("info"));
        ObjectNode paths = document.putObject("paths");
        SubresourceApi.VERSIONS.forEach(version -> routes.forEach(route -> {
            ObjectNode operation = operation(paths, version, route);
            ObjectNode responses = operation.putObject("responses");
            responses.putObject("200").put("description", "OK");
            responses.putObject("401").put("description", "Unauthorized");
            ArrayNode parameters = operation.putArray("parameters");
            names(route)
                    .forEach(name -> parameters
                            .addObject()
                            .put("name", name)
                            .put("in", "path")
                            .put("required", true)
                            .put("type", "string"));
        }));
        return document;
    }

    /** Where the documents of version 3 are. */
    static ObjectNode version3Index(String etag) {
        ObjectNode index = SpecReader.JSON.createObjectNode();
        ObjectNode paths = index.putObject("paths");
        SubresourceApi.VERSIONS.forEach(version -> {
            String path = "apis/" + SubresourceApi.GROUP + "/" + version;
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + etag);
        });
        return index;
    }

    static ObjectNode version3(String version, List<Route> routes) {
        ObjectNode document = SpecReader.JSON.createObjectNode();
        document.put("openapi", "3.0.0");
        info(document.putObject("info"));
        ObjectNode paths = document.putObject("paths");
        routes.forEach(route -> {
            ObjectNode operation = operation(paths, version, route);
            ObjectNode responses = operation.putObject("responses");
            responses.putObject("200").put("description", "OK");
            responses.putObject("401").put("description", "Unauthorized");
            ArrayNode parameters = operation.putArray("parameters");
            names(route)
                    .forEach(name -> parameters
                            .addObject()
                            .put("name", name)
                            .put("in", "path")
                            .put("required", true)
                            .putObject("schema")
                            .put("type", "string"));
        });
        return document;
    }

    private static void info(ObjectNode info) {
        info.put("title", TITLE).put("version", SubresourceApi.VERSIONS.getFirst());
    }

    private static ObjectNode operation(ObjectNode paths, String version, Route route) {
        ObjectNode path = paths.withObject("/" + escaped(path(version, route)));
        ObjectNode operation = path.putObject(route.method().toLowerCase(Locale.ROOT));
        operation.put("operationId", version + "-" + route.fullName().replace('/', '-'));
        return operation;
    }

    private static String path(String version, Route route) {
        StringBuilder path = new StringBuilder("/apis/")
                .append(SubresourceApi.GROUP)
                .append('/')
                .append(version)
                .append("/namespaces/{namespace}/")
                .append(route.resource());
        if (!route.subresource().isEmpty()) {
            path.append("/{name}/").append(route.subresource());
        }
        if (route.subresource().equals("portforward")) {
            path.append("/{port}");
        }
        return path.toString();
    }

    private static List<String> names(Route route) {
        if (route.subresource().isEmpty()) {
            return List.of("namespace");
        }
        return route.subresource().equals("portforward")
                ? List.of("namespace", "name", "port")
                : List.of("namespace", "name");
    }

    /** A key as a part of a JSON pointer. */
    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
