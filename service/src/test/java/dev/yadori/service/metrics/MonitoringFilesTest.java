package dev.yadori.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.testkit.MetricsPage;
import dev.yadori.testkit.Prometheus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts and dashboards use no metric, and ask for no label, that no component exports. */
class MonitoringFilesTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    /** That Prometheus adds when it scrapes as scrape.yml says. */
    private static final Set<String> OF_TARGETS = Set.of("component", "instance", "job", "pod", "node");

    @Test
    void alertsUseWhatIsExported() throws IOException {
        var rules = rules("rules.yml");

        assertThat(rules).hasSizeGreaterThan(15);
        assertThat(strange(rules.stream().map(rule -> text(rule, "expr")).toList()))
                .isEmpty();
    }

    @Test
    void dashboardUsesWhatIsExported() throws IOException {
        Map<?, ?> dashboard = YAML.unmarshal(read("dashboard.json"), Map.class);
        var expressions = list(dashboard, "panels").stream()
                .flatMap(panel -> list(panel, "targets").stream())
                .map(target -> String.valueOf(target.get("expr")))
                .toList();

        assertThat(expressions).hasSizeGreaterThan(20);
        assertThat(strange(expressions)).isEmpty();
    }

    @Test
    void operatorOfPrometheusGetsTheSameRules() throws IOException {
        var objects = read("prometheus-operator.yml").split("(?m)^---$", 2);
        Map<?, ?> rules = YAML.unmarshal(objects[1], Map.class);
        Map<?, ?> plain = YAML.unmarshal(read("rules.yml"), Map.class);

        assertThat(rules.get("spec")).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum by (a, b) (rate(x_total{p=\"q{\", r!~\"s\"}[5m])) / on (c) group_left (d) y > 0 | [x_total, y]",
                "histogram_quantile(0.5, sum by (le) (rate(z_bucket[15m]))) unless w offset 5m | [w, z_bucket]",
                "sum(up{component=\"v\"}) or vector(0) | [up]"
            })
    void namesInAnExpressionAreFound(String expression, String names) {
        assertThat(Expression.parse(expression).metrics()).hasToString(names);
    }

    @Test
    void labelsInAnExpressionAreFound() {
        assertThat(Expression.parse("x{a=\"b\", c=~\"d, e=\"} and y{f!=\"g\"}").labels())
                .hasToString("{x=[a, c], y=[f]}");
    }

    private static List<String> strange(List<String> expressions) throws IOException {
        var known = known();
        var strange = new ArrayList<String>();
        for (var expression : expressions) {
            var parsed = Expression.parse(expression);
            parsed.metrics().stream().filter(name -> !known.containsKey(name)).forEach(strange::add);
            parsed.labels()
                    .forEach((name, labels) -> labels.stream()
                            .filter(label -> !OF_TARGETS.contains(label))
                            .filter(label -> !known.getOrDefault(name, "").matches(".*[\\[ ]" + label + "[,\\]].*"))
                            .forEach(label -> strange.add(name + "{" + label + "}")));
        }
        return strange;
    }

    /** What is exported or recorded, with its labels; a histogram and a summary under the names of their parts. */
    private static Map<String, String> known() throws IOException {
        var known = new TreeMap<String, String>(Map.of("up", ""));
        for (var component : List.of("virt-api", "virt-controller", "virt-handler")) {
            MetricsPage.of(component).forEach((name, kind) -> {
                known.put(name, kind);
                if (kind.startsWith("histogram") || kind.startsWith("summary")) {
                    Set.of("_sum", "_count").forEach(part -> known.put(name + part, kind));
                }
                if (kind.startsWith("histogram")) {
                    known.put(name + "_bucket", kind);
                    known.remove(name);
                }
            });
        }
        rules("rules.yml").stream()
                .filter(rule -> rule.containsKey("record"))
                .forEach(rule -> known.put(text(rule, "record"), ""));
        return known;
    }

    private static List<Map<String, String>> rules(String file) throws IOException {
        Map<?, ?> all = YAML.unmarshal(read(file), Map.class);
        var rules = new ArrayList<Map<String, String>>();
        for (var group : list(all, "groups")) {
            for (var rule : list(group, "rules")) {
                var texts = new HashMap<String, String>();
                rule.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
                rules.add(texts);
            }
        }
        return rules;
    }

    private static List<Map<?, ?>> list(Map<?, ?> object, String key) {
        var found = new ArrayList<Map<?, ?>>();
        ((List<?>) Objects.requireNonNull(object.get(key), key)).forEach(one -> found.add((Map<?, ?>) one));
        return found;
    }

    private static String text(Map<String, String> rule, String key) {
        return Objects.requireNonNull(rule.get(key), key);
    }

    private static String read(String file) throws IOException {
        return Files.readString(Prometheus.files().resolve(file));
    }

    @Test
    void everyAlertSaysWhatHasHappened() throws IOException {
        var names = new TreeSet<String>();
        for (var rule : rules("rules.yml")) {
            if (rule.containsKey("alert")) {
                assertThat(names.add(text(rule, "alert")))
                        .as(text(rule, "alert"))
                        .isTrue();
                assertThat(text(rule, "labels")).matches("\\{severity=(critical|warning|info)}");
                assertThat(text(rule, "annotations")).contains("summary=");
            }
        }
    }
}
