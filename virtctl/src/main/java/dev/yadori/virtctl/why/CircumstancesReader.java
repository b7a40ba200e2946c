package dev.yadori.virtctl.why;

import dev.yadori.crds.v1.KubeVirtLabels;
import dev.yadori.virtctl.cluster.Answer;
import dev.yadori.virtctl.cluster.ApiServer;
import dev.yadori.virtctl.cluster.Tree;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the API server for what an explanation needs. What the user may not see is left out. */
public final class CircumstancesReader {

    private static final List<List<String>> CLAIM_NAMES = List.of(
            List.of("persistentVolumeClaim", "claimName"),
            List.of("dataVolume", "name"),
            List.of("ephemeral", "persistentVolumeClaim", "claimName"));

    private final ApiServer server;
    private final String namespace;

    public CircumstancesReader(ApiServer server, String namespace) {
        this.server = server;
        this.namespace = namespace;
    }

    /**
     * Why this machine does not run, as one sentence; empty where there is none of that name.
     *
     * @throws dev.yadori.virtctl.UnreachableException where the machine itself cannot be read
     */
    public Optional<String> explain(String name) {
        Tree machine = object(own("virtualmachines/" + name));
        Tree instance = object(own("virtualmachineinstances/" + name));
        if (!machine.isPresent() && !instance.isPresent()) {
            return Optional.empty();
        }
        List<Tree> pods = instance.isPresent() ? pods(instance.word("metadata", "uid")) : List.of();
        List<Tree> warnings = visible(core("events?fieldSelector=type%3DWarning"))
                .map(list -> list.at("items").items().toList())
                .orElse(List.of());
        return Optional.of(Explanation.of(new Circumstances(
                name, machine, instance, pods, warnings, claims(machine, instance), node(instance, pods))));
    }

    private List<Tree> pods(String uid) {
        return visible(core("pods?labelSelector=" + KubeVirtLabels.CREATED_BY.replace("/", "%2F") + "%3D" + uid))
                .map(list -> list.at("items")
                        .items()
                        .sorted(Comparator.comparing((Tree pod) -> pod.word("metadata", "creationTimestamp"))
                                .reversed())
                        .toList())
                .orElse(List.of());
    }

    private Map<String, Tree> claims(Tree machine, Tree instance) {
        Tree spec = instance.isPresent() ? instance.at("spec") : machine.at("spec", "template", "spec");
        Map<String, Tree> claims = new HashMap<>();
        spec.at("volumes")
                .items()
                .flatMap(CircumstancesReader::claim)
                .forEach(claim ->
                        visible(core("persistentvolumeclaims/" + claim)).ifPresent(found -> claims.put(claim, found)));
        return claims;
    }

    /** The claim that a volume is, or is to be. */
    static Stream<String> claim(Tree volume) {
        return CLAIM_NAMES.stream()
                .flatMap(path -> volume.at(path.toArray(String[]::new)).text().stream())
                .limit(1);
    }

    private Tree node(Tree instance, List<Tree> pods) {
        return instance.at("status", "nodeName")
                .text()
                .or(() -> pods.stream()
                        .findFirst()
                        .flatMap(pod -> pod.at("spec", "nodeName").text()))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> visible("/api/v1/nodes/" + name))
                .orElse(new Tree(null));
    }

    private String own(String path) {
        return "/apis/kubevirt.io/v1/namespaces/" + namespace + "/" + path;
    }

    private String core(String path) {
        return "/api/v1/namespaces/" + namespace + "/" + path;
    }

    /** Nothing where there is none of that name. */
    private Tree object(String path) {
        Answer answer = server.get(path);
        return answer.code() == Answer.NOT_FOUND ? new Tree(null) : answer.tree();
    }

    private Optional<Tree> visible(String path) {
        Answer answer = server.get(path);
        if (answer.code() == Answer.FORBIDDEN) {
            return Optional.empty();
        }
        return Optional.of(answer.code() == Answer.NOT_FOUND ? new Tree(null) : answer.tree());
    }
}
