package dev.yadori.crds.config;

import dev.yadori.crds.v1.KubeVirtSpec.NodePlacement;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the API server would refuse in a pod for it: to be said of the KubeVirt object, at the path where it stands there. */
final class PlacementReading {

    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Set<String> EFFECTS = Set.of("", "NoSchedule", "PreferNoSchedule", "NoExecute");
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final int MOST_WEIGHT = 100;

    private final List<ConfigViolation> violations = new ArrayList<>();
    private final String root;

    /** A reader of the placement at this path. */
    PlacementReading(String root) {
        this.root = root;
    }

    List<ConfigViolation> check(NodePlacement placement) {
        placement.nodeSelector().forEach((key, value) -> label(root + ".nodeSelector", key, value));
        for (int i = 0; i < placement.tolerations().size(); i++) {
            toleration(root + ".tolerations[" + i + "]", placement.tolerations().get(i));
        }
        Optional<Affinity> affinity = Optional.ofNullable(placement.affinity());
        String path = root + ".affinity.";
        affinity.map(Affinity::getNodeAffinity).ifPresent(node -> nodes(path + "nodeAffinity.", node));
        affinity.map(Affinity::getPodAffinity)
                .ifPresent(pods -> pods(
                        path + "podAffinity.",
                        pods.getRequiredDuringSchedulingIgnoredDuringExecution(),
                        pods.getPreferredDuringSchedulingIgnoredDuringExecution()));
        affinity.map(Affinity::getPodAntiAffinity)
                .ifPresent(pods -> pods(
                        path + "podAntiAffinity.",
                        pods.getRequiredDuringSchedulingIgnoredDuringExecution(),
                        pods.getPreferredDuringSchedulingIgnoredDuringExecution()));
        return violations;
    }

    private void label(String path, String key, @Nullable String value) {
        refuseUnless(KEY.matcher(key).matches(), path, key + " is no key of a label");
        refuseUnless(value != null && VALUE.matcher(value).matches(), path + "[" + key + "]", "is no value of a label");
    }

    private void toleration(String path, Toleration toleration) {
        String operator = text(toleration.getOperator());
        boolean exists = operator.equals("Exists");
        refuseUnless(
                exists || operator.isEmpty() || operator.equals("Equal"),
                path + ".operator",
                "must be Exists or Equal, is " + operator);
        refuseUnless(
                EFFECTS.contains(text(toleration.getEffect())),
                path + ".effect",
                "must be NoSchedule, PreferNoSchedule or NoExecute, is " + toleration.getEffect());
        String key = text(toleration.getKey());
        refuseUnless(!key.isEmpty() || exists, path + ".operator", "must be Exists where there is no key");
        refuseUnless(key.isEmpty() || KEY.matcher(key).matches(), path + ".key", key + " is no key of a taint");
        refuseUnless(!exists || text(toleration.getValue()).isEmpty(), path + ".value", "must be empty with Exists");
        refuseUnless(
                toleration.getTolerationSeconds() == null || "NoExecute".equals(toleration.getEffect()),
                path + ".tolerationSeconds",
                "is possible with the effect NoExecute only");
    }

    private void nodes(String path, NodeAffinity affinity) {
        var required = affinity.getRequiredDuringSchedulingIgnoredDuringExecution();
        if (required != null) {
            String terms = path + REQUIRED + ".nodeSelectorTerms";
            refuseUnless(!required.getNodeSelectorTerms().isEmpty(), terms, "must have at least one");
            for (int i = 0; i < required.getNodeSelectorTerms().size(); i++) {
                term(terms + "[" + i + "]", required.getNodeSelectorTerms().get(i));
            }
        }
        var preferred = affinity.getPreferredDuringSchedulingIgnoredDuringExecution();
        for (int i = 0; i < preferred.size(); i++) {
            String one = path + PREFERRED + "[" + i + "]";
            weight(one, preferred.get(i).getWeight());
            refuseUnless(preferred.get(i).getPreference() != null, one + ".preference", "is missing");
            Optional.ofNullable(preferred.get(i).getPreference()).ifPresent(term -> term(one + ".preference", term));
        }
    }

    private void term(String path, NodeSelectorTerm term) {
        for (int i = 0; i < term.getMatchExpressions().size(); i++) {
            requirement(
                    path + ".matchExpressions[" + i + "]",
                    term.getMatchExpressions().get(i));
        }
        for (int i = 0; i < term.getMatchFields().size(); i++) {
            var field = term.getMatchFields().get(i);
            String one = path + ".matchFields[" + i + "]";
            refuseUnless("metadata.name".equals(field.getKey()), one + ".key", "must be metadata.name");
            requirement(one, field);
        }
    }

    private void requirement(String path, NodeSelectorRequirement requirement) {
        refuseUnless(KEY.matcher(text(requirement.getKey())).matches(), path + ".key", "is no key of a label");
        List<String> values = requirement.getValues();
        switch (text(requirement.getOperator())) {
            case "In", "NotIn" -> refuseUnless(!values.isEmpty(), path + ".values", "must have at least one");
            case "Exists", "DoesNotExist" ->
                refuseUnless(values.isEmpty(), path + ".values", "must be empty with " + requirement.getOperator());
            case "Gt", "Lt" ->
                refuseUnless(
                        values.size() == 1 && NUMBER.matcher(values.getFirst()).matches(),
                        path + ".values",
                        "must be one number");
            default ->
                refuseUnless(
                        false,
                        path + ".operator",
                        "must be In, NotIn, Exists, DoesNotExist, Gt or Lt, is " + requirement.getOperator());
        }
    }

    private void pods(String path, List<PodAffinityTerm> required, List<WeightedPodAffinityTerm> preferred) {
        for (int i = 0; i < required.size(); i++) {
            topology(path + REQUIRED + "[" + i + "]", required.get(i));
        }
        for (int i = 0; i < preferred.size(); i++) {
            String one = path + PREFERRED + "[" + i + "]";
            weight(one, preferred.get(i).getWeight());
            topology(one + ".podAffinityTerm", preferred.get(i).getPodAffinityTerm());
        }
    }

    /** What its selectors say is left to the API server: a fault there is named in the object's condition. */
    private void topology(String path, @Nullable PodAffinityTerm term) {
        String key = term == null ? "" : text(term.getTopologyKey());
        refuseUnless(KEY.matcher(key).matches(), path + ".topologyKey", "is no key of a label");
    }

    private void weight(String path, @Nullable Integer weight) {
        refuseUnless(
                weight != null && weight >= 1 && weight <= MOST_WEIGHT,
                path + ".weight",
                "must be from 1 to 100, is " + weight);
    }

    private void refuseUnless(boolean good, String field, String message) {
        if (!good) {
            violations.add(new ConfigViolation(field, message));
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
