package dev.yadori.api.subresource;

import dev.yadori.api.caller.Access;
import dev.yadori.api.caller.Caller;
import dev.yadori.api.caller.FrontProxy;
import dev.yadori.api.guest.GuestCallException;
import dev.yadori.api.guest.Guests;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Endpoint;
import dev.yadori.api.http.HttpStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that the API server passes on. Who calls is believed of nobody else, and asked about each time. */
public final class SubresourceApi implements Endpoint {

    public static final String GROUP = "subresources.kubevirt.io";

    static final List<String> VERSIONS = List.of("v1", "v1alpha3");

    private static final Logger LOG = LoggerFactory.getLogger(SubresourceApi.class);
    private static final int MOST_OPTIONS = 64 * 1024;
    private static final int MOST_MACHINE = 3 * 1024 * 1024;

    private final Supplier<FrontProxy> proxy;
    private final Access access;
    private final List<Route> routes;
    private final PublicDocuments documents;

    /**
     * What the API works with.
     *
     * @param proxy whom to believe who calls
     * @param objects of the cluster
     */
    public record Parts(
            Supplier<FrontProxy> proxy,
            Access access,
            ClusterObjects objects,
            Guests guests,
            Ports ports,
            ClusterFacts facts) {}

    public SubresourceApi(Parts parts) {
        proxy = parts.proxy();
        access = parts.access();
        ClusterObjects objects = parts.objects();
        routes = Stream.of(
                        new ExpandRoutes(objects, parts.facts()::json).all(),
                        new StreamRoutes(objects, parts.guests(), parts.ports()).all(),
                        new InstanceRoutes(objects, parts.guests()).all(),
                        new MachineRoutes(objects).all(),
                        new GraphRoutes(objects, parts.facts()).all(),
                        MissingCapability.routes(objects))
                .flatMap(List::stream)
                .toList();
        documents = new PublicDocuments(routes, parts.facts());
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public int mostBytes(String path) {
        return path.endsWith("/" + ExpandRoutes.OF_NAMESPACE) ? MOST_MACHINE : MOST_OPTIONS;
    }

    @Override
    public ApiAnswer answer(ApiRequest request) {
        Optional<ApiAnswer.Response> document = documents.find(request);
        if (document.isPresent()) {
            return document.get();
        }
        return told(request, () -> answerCaller(request));
    }

    /** Does what a route is for, without asking who may. */
    ApiAnswer act(Route route, SubresourcePath path, ApiRequest request) {
        return told(request, () -> route.action().answer(path, request));
    }

    private static ApiAnswer told(ApiRequest request, Supplier<ApiAnswer> answer) {
        try {
            return answer.get();
        } catch (RefusedException e) {
            return e.refusal().toAnswer();
        } catch (GuestCallException e) {
            LOG.atWarn()
                    .addKeyValue("path", request.path())
                    .addKeyValue("error", e.getMessage())
                    .log("guest did not do what it was asked");
            return Refusal.failed(String.valueOf(e.getMessage())).toAnswer();
        } catch (KubernetesClientException e) {
            return passedOn(request, e).toAnswer();
        }
    }

    private ApiAnswer answerCaller(ApiRequest request) {
        Caller caller =
                proxy.get().identify(request).orElseThrow(() -> new RefusedException(unauthorized("Unauthorized")));
        SubresourcePath path = path(request).orElseThrow(() -> new RefusedException(unknown()));
        List<Route> here = routes.stream().filter(route -> route.answers(path)).toList();
        if (here.isEmpty()) {
            throw new RefusedException(unknown());
        }
        Route route = here.stream()
                .filter(candidate -> candidate.method().equals(request.method()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(new Refusal(
                        HttpStatus.METHOD_NOT_ALLOWED, "only " + here.getFirst().method() + " is answered")));
        admit(caller, route, path);
        return route.action().answer(path, request);
    }

    private void admit(Caller caller, Route route, SubresourcePath path) {
        Access.Action action = new Access.Action(
                route.verb(), path.namespace(), path.version(), path.resource(), path.subresource(), path.name());
        Access.Verdict verdict = access.review(caller, action);
        if (!verdict.allowed()) {
            LOG.atInfo()
                    .addKeyValue("user", caller.user())
                    .addKeyValue("verb", route.verb())
                    .addKeyValue("resource", route.fullName())
                    .addKeyValue("namespace", path.namespace())
                    .addKeyValue("name", path.name())
                    .log("request refused");
            throw new RefusedException(
                    unauthorized("User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\"%s"
                            .formatted(
                                    caller.user(),
                                    route.verb(),
                                    route.fullName(),
                                    GROUP,
                                    path.namespace(),
                                    verdict.reason().isEmpty() ? "" : ": " + verdict.reason())));
        }
    }

    private static Optional<SubresourcePath> path(ApiRequest request) {
        return VERSIONS.stream()
                .flatMap(version -> {
                    String prefix = "/apis/" + GROUP + "/" + version + "/";
                    return request.path().startsWith(prefix)
                            ? SubresourcePath.parse(version, request.path().substring(prefix.length())).stream()
                            : Stream.<SubresourcePath>empty();
                })
                .findFirst();
    }

    /** What the API server refused is the user's to know; that it is not there is not the user's fault. */
    private static Refusal passedOn(ApiRequest request, KubernetesClientException e) {
        if (e.getCode() >= HttpStatus.BAD_REQUEST && e.getCode() < HttpStatus.FAILED && e.getStatus() != null) {
            return new Refusal(e.getCode(), String.valueOf(e.getStatus().getMessage()));
        }
        LOG.atWarn()
                .addKeyValue("path", request.path())
                .addKeyValue("error", String.valueOf(e.getMessage()))
                .log("API server does not help");
        return Refusal.failed("the API server cannot be asked");
    }

    private static Refusal unauthorized(String message) {
        return new Refusal(HttpStatus.UNAUTHORIZED, message);
    }

    private static Refusal unknown() {
        return new Refusal(HttpStatus.NOT_FOUND, "the server could not find the requested resource");
    }
}
