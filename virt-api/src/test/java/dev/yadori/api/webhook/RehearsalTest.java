package dev.yadori.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.crds.config.ClusterConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void eachRuleIsTakenThroughEachKind() {
        List<String> reviewed = new ArrayList<>();
        Map<String, Admission> rules = new LinkedHashMap<>();
        Webhooks.of("yadori", () -> ClusterConfig.DEFAULT, List::of, Homes.NONE)
                .forEach((path, rule) -> rules.put(path, request -> {
                    reviewed.add(path);
                    return rule.review(request);
                }));

        Rehearsal.of(rules);

        assertThat(reviewed).hasSize(3 * rules.size()).containsAll(rules.keySet());
    }
}
