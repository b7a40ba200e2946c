package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import dev.yadori.e2e.support.ToolsPod;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Guests are pods to everything else in the cluster. */
class BesideContainersE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final Guests GUESTS = new Guests(NAMESPACE);
    private static final Map<String, String> MIXED = Map.of("app", "mixed");

    @Test
    void podsOfADeploymentAndAGuestAnswerBehindOneService() {
        NAMESPACE.create(deployment());
        NAMESPACE.create(new ServiceBuilder()
                .withNewMetadata()
                .withName("mixed")
                .endMetadata()
                .withNewSpec()
                .withSelector(MIXED)
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString(80))
                .endPort()
                .endSpec()
                .build());
        GUESTS.start(TinyGuest.vm("mixed-guest").withLabel("app", "mixed"));
        var asker = GUESTS.asker();
        var answered = new TreeSet<String>();

        Guests.holds("both kinds answer", Duration.ofMinutes(2), () -> {
            answered.add(asker.fetch("http://mixed/name").output().strip());
            assertThat(answered).contains("container", "mixed-guest");
        });
        GUESTS.delete("mixed-guest");
    }

    @Test
    void quotaCountsTheLauncherPodAndItStartsOnceThereIsRoom() {
        NAMESPACE.create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("narrow")
                .endMetadata()
                .withNewSpec()
                .addToHard("count/virtualmachineinstances.kubevirt.io", Quantity.parse("5"))
                .addToHard("requests.memory", Quantity.parse("64Mi"))
                .endSpec()
                .build());
        GUESTS.create(TinyGuest.vmi("quota"));
        Guests.holds("a condition names the quota", Duration.ofMinutes(1), () -> {
            assertThat(GUESTS.pods("quota")).isEmpty();
            assertThat(GUESTS.conditionMessage(GUESTS.vmi("quota"), "Synchronized"))
                    .hasValueSatisfying(message -> assertThat(message).contains("exceeded quota"));
        });
        var quota = NAMESPACE
                .client()
                .resourceQuotas()
                .inNamespace(NAMESPACE.name())
                .withName("narrow");

        quota.edit(narrow -> new ResourceQuotaBuilder(narrow)
                .editSpec()
                .addToHard("requests.memory", Quantity.parse("2Gi"))
                .endSpec()
                .build());

        GUESTS.awaitRunning("quota");
        assertThat(Quantity.getAmountInBytes(
                        quota.require().getStatus().getUsed().get("requests.memory")))
                .isGreaterThan(Quantity.getAmountInBytes(Quantity.parse(TinyGuest.MEMORY)));
        GUESTS.delete("quota");
        quota.delete();
    }

    private static io.fabric8.kubernetes.api.model.apps.Deployment deployment() {
        var script = "mkdir -p /tmp/www; echo container >/tmp/www/name; exec busybox httpd -f -p 80 -h /tmp/www";
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("mixed")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .withMatchLabels(MIXED)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(MIXED)
                .endMetadata()
                .withSpec(ToolsPod.running("ignored", script)
                        .editSpec()
                        .withRestartPolicy("Always")
                        .endSpec()
                        .buildSpec())
                .endTemplate()
                .endSpec()
                .build();
    }
}
