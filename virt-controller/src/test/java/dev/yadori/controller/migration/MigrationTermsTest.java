package dev.yadori.controller.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.controller.migration.MigrationTerms.Subject;
import dev.yadori.crds.config.MigrationRules;
import dev.yadori.crds.migrations.MigrationAnnotations;
import dev.yadori.crds.migrations.MigrationPolicy;
import dev.yadori.crds.migrations.MigrationPolicySpec;
import dev.yadori.crds.migrations.MigrationPolicySpec.Selectors;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MigrationTermsTest {

    private static final Subject SUBJECT =
            new Subject(Map.of("tier", "data", "zone", "a"), Map.of("app", "db", "size", "xl"), Map.of());

    @Test
    void withoutAPolicyTheClustersTermsHold() {
        MigrationTerms terms = of(SUBJECT);

        assertThat(terms.policy()).isEmpty();
        assertThat(terms.configuration()).isEqualTo(MigrationRules.DEFAULT.terms());
    }

    @Test
    void policyOfMostLabelsWins() {
        assertThat(of(
                                SUBJECT,
                                policy("one", Map.of("tier", "data"), Map.of()),
                                policy("two", Map.of("tier", "data", "zone", "a"), Map.of()),
                                policy("none", Map.of("tier", "web", "zone", "a"), Map.of("app", "db")))
                        .policy())
                .contains("two");
    }

    @Test
    void ofEqualOnesThatWithMoreLabelsOfTheGuestWins() {
        assertThat(of(
                                SUBJECT,
                                policy("a-namespace", Map.of("tier", "data"), Map.of()),
                                policy("guest", Map.of(), Map.of("app", "db")))
                        .policy())
                .contains("guest");
    }

    @Test
    void ofEqualOnesTheFirstByNameWins() {
        assertThat(of(SUBJECT, policy("b", Map.of(), Map.of("app", "db")), policy("a", Map.of(), Map.of("size", "xl")))
                        .policy())
                .contains("a");
    }

    @Test
    void policyWithoutSelectorsIsForNobody() {
        assertThat(of(SUBJECT, policy("all", Map.of(), Map.of())).policy()).isEqualTo(Optional.empty());
    }

    @Test
    void migrationsOwnTermsComeLast() {
        var stated = new Subject(
                SUBJECT.namespaceLabels(),
                SUBJECT.guestLabels(),
                Map.of(
                        MigrationAnnotations.MAX_DOWNTIME_MS,
                        "50",
                        MigrationAnnotations.COMPLETION_TIMEOUT_SECONDS,
                        "soon"));

        var terms = of(stated, policy("p", Map.of(), Map.of("app", "db"))).configuration();

        assertThat(terms.maxDowntimeMs()).isEqualTo(50);
        assertThat(terms.completionTimeout()).isEqualTo(60);
        assertThat(terms.allowWorkloadDisruption()).as("follows allowPostCopy").isTrue();
    }

    private static MigrationTerms of(Subject subject, MigrationPolicy... policies) {
        return MigrationTerms.of(MigrationRules.DEFAULT.terms(), List.of(policies), subject);
    }

    private static MigrationPolicy policy(String name, Map<String, String> namespace, Map<String, String> guest) {
        return new MigrationPolicy(
                new ObjectMetaBuilder().withName(name).build(),
                new MigrationPolicySpec(new Selectors(namespace, guest), null, null, null, 60L, 300L, true, null));
    }
}
