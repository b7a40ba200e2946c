package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Bytes;
import dev.yadori.api.http.HttpStatus;
import dev.yadori.crds.v1.KubeVirt;
import dev.yadori.crds.v1.KubeVirtStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What anybody may read who reaches the server: discovery, the documents of the API, its version and its health. */
final class PublicDocuments {

    private static final String JSON = "application/json";
    private static final int TAG_DIGITS = 32;

    private final ClusterFacts facts;
    private final Map<String, Document> fixed = new LinkedHashMap<>();

    /** Written once, with a tag by which clients know that they have it already. */
    private record Document(Bytes body, String etag) {
        static Document of(ObjectNode tree) {
            byte[] body = tree.toString().getBytes(StandardCharsets.UTF_8);
            return new Document(Bytes.of(body), '"' + tag(body) + '"');
        }
    }

    PublicDocuments(List<Route> routes, ClusterFacts facts) {
        this.facts = facts;
        String group = "/apis/" + SubresourceApi.GROUP;
        fixed.put("/apis", Document.of(Discovery.groups()));
        fixed.put(group, Document.of(Discovery.group()));
        ObjectNode second = OpenApi.version2(routes);
        fixed.put("/openapi/v2", Document.of(second));
        fixed.put(
                "/openapi/v3",
                Document.of(OpenApi.version3Index(tag(second.toString().getBytes(StandardCharsets.UTF_8)))));
        for (String version : SubresourceApi.VERSIONS) {
            String prefix = group + "/" + version;
            fixed.put(prefix, Document.of(Discovery.resources(version, routes)));
            fixed.put("/openapi/v3" + prefix, Document.of(OpenApi.version3(version, routes)));
            fixed.put(prefix + "/version", Document.of(Version.document()));
        }
        fixed.put("/", Document.of(Discovery.roots(List.copyOf(fixed.keySet()))));
    }

    Optional<ApiAnswer.Response> find(ApiRequest request) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        String path = request.path().length() > 1 && request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        Document document = fixed.get(path);
        if (document != null) {
            return Optional.of(fixed(request, document));
        }
        if (path.equals("/healthz")) {
            return Optional.of(ApiAnswer.json(HttpStatus.OK, health()));
        }
        return SubresourceApi.VERSIONS.stream()
                .flatMap(version -> ofVersion("/apis/" + SubresourceApi.GROUP + "/" + version, path).stream())
                .findFirst();
    }

    private Optional<ApiAnswer.Response> ofVersion(String prefix, String path) {
        if (path.equals(prefix + "/healthz")) {
            return Optional.of(ApiAnswer.json(HttpStatus.OK, health()));
        }
        if (path.equals(prefix + "/guestfs")) {
            return Optional.of(guestfs());
        }
        return path.startsWith(prefix + "/") && path.endsWith("-cluster-profiler")
                ? Optional.of(Refusal.forbidden("kubevirt", "profiler", "the profiler of clusters is not supported")
                        .toAnswer())
                : Optional.empty();
    }

    private static ApiAnswer.Response fixed(ApiRequest request, Document document) {
        // The API server asks for all groups in one document first, and takes this for the news that there is none.
        if (request.path().equals("/apis")
                && request.header("accept").stream().anyMatch(types -> types.contains("as=APIGroupDiscoveryList"))
                && request.header("accept").stream().noneMatch(PublicDocuments::takesPlain)) {
            return new Refusal(HttpStatus.NOT_ACCEPTABLE, "only " + JSON + " is answered").toAnswer();
        }
        boolean known = request.header("if-none-match").contains(document.etag());
        return new ApiAnswer.Response(
                known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK,
                JSON,
                known ? Bytes.of() : document.body(),
                Map.of("ETag", document.etag()));
    }

    private static boolean takesPlain(String types) {
        return List.of(types.split(",")).stream().map(String::strip).anyMatch(JSON::equals);
    }

    private byte[] health() {
        ObjectNode health = SpecReader.JSON.createObjectNode();
        health.putObject("apiserver").put("connectivity", "ok");
        health.put(
                "config-resource-version",
                facts.kubeVirt().map(PublicDocuments::resourceVersion).orElse(0L));
        return health.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long resourceVersion(KubeVirt found) {
        String version = Objects.requireNonNullElse(found.getMetadata().getResourceVersion(), "0");
        return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
    }

    /** Where the image with the tools for guests' file systems is, which is beside those of the system. */
    private ApiAnswer.Response guestfs() {
        Optional<KubeVirtStatus> status = facts.kubeVirt().map(KubeVirt::getStatus);
        String registry = status.map(KubeVirtStatus::observedKubeVirtRegistry).orElse("");
        if (registry.isEmpty()) {
            return Refusal.failed("the KubeVirt object does not say yet which registry its images are from")
                    .toAnswer();
        }
        ObjectNode image = SpecReader.JSON.createObjectNode();
        image.put("registry", registry)
                .put("tag", status.map(KubeVirtStatus::observedKubeVirtVersion).orElse(""))
                .put("digest", "")
                .put("imagePrefix", "")
                .put("gsImage", "");
        return ApiAnswer.json(HttpStatus.OK, image.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest).substring(0, TAG_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
