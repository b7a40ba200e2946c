package dev.yadori.controller.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yadori.controller.certificates.ForeignAuthority.Kind;
import dev.yadori.controller.certificates.ForeignAuthority.Says;
import dev.yadori.controller.testkit.ApiServerExtension;
import dev.yadori.controller.testkit.KubeApiServer;
import dev.yadori.controller.testkit.RunningController;
import dev.yadori.crds.v1.KubeVirt;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody else makes the authority, as cert-manager does, and virt-controller signs with it. */
@ExtendWith(ApiServerExtension.class)
class GivenAuthorityIT {

    private static final String NAMESPACE = CertificateObjects.NAMESPACE;
    private static final Duration SOON = Duration.ofSeconds(20);
    /** What is announced signs a second later. */
    private static final String KUBEVIRT = """
            apiVersion: kubevirt.io/v1
            kind: KubeVirt
            metadata: {name: kubevirt, namespace: yadori}
            spec: {certificateRotateStrategy: {selfSigned: {ca: {duration: 8760h, renewBefore: 2s}}}}
            """;

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubeApiServer server;
    private final KubernetesClient admin;
    private final CertificateObjects objects;
    private RunningController controller;

    GivenAuthorityIT(KubeApiServer server) {
        this.server = server;
        this.admin = server.admin();
        this.objects = new CertificateObjects(admin);
        admin.resource(KUBEVIRT).create();
        this.controller = CertificateObjects.start(server);
    }

    @BeforeEach
    void waitForCertificatesOfOurOwn() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(admin.secrets()
                                .inNamespace(NAMESPACE)
                                .withName("yadori-virt-handler-certs")
                                .get())
                        .isNotNull());
    }

    @AfterEach
    void removeEverything() {
        controller.close();
        admin.secrets().inNamespace(NAMESPACE).delete();
        admin.v1().events().inNamespace(NAMESPACE).delete();
        admin.resources(KubeVirt.class).inNamespace(NAMESPACE).delete();
        admin.admissionRegistration().v1().validatingWebhookConfigurations().delete();
    }

    @Test
    void givenAuthoritySignsAndTheFormerStaysTrusted() throws Exception {
        var own = objects.authorities().current().certificate();
        var given = root("CN=given", Instant.now());

        give(given);

        awaitSigner(given);
        assertThat(objects.authorities().trusted()).containsExactly(given.certificate(), own);
        assertThat(bundle("yadori-virt-api-certs")).containsExactlyInAnyOrder(given.certificate(), own);
    }

    @Test
    void givenAuthorityIsTheFirstOfANewSystem() throws Exception {
        controller.close();
        admin.secrets().inNamespace(NAMESPACE).delete();
        var given = root("CN=given", Instant.now());
        give(given);

        controller = CertificateObjects.start(server);

        awaitSigner(given);
        assertThat(objects.authorities().trusted()).containsExactly(given.certificate());
    }

    @Test
    void renewedAuthoritySignsAndTheFormerStaysTrusted() throws Exception {
        var given = root("CN=given", Instant.now());
        give(given);
        awaitSigner(given);
        var renewed = root("CN=given", Instant.now());

        give(renewed);

        awaitSigner(renewed);
        assertThat(objects.authorities().trusted()).contains(renewed.certificate(), given.certificate());
    }

    @Test
    void intermediateIsShownWithWhatIsAboveItAndTrustedByItself() throws Exception {
        var root = ForeignAuthority.root(Kind.RSA_2048, Says.named("CN=root", Instant.now()));
        var middle = root.intermediate(Kind.P_384, Kind.RSA_2048, Says.named("CN=middle", Instant.now()));
        var given = middle.intermediate(Kind.P_256, Kind.P_384, Says.named("CN=given", Instant.now()));
        var webhooks = objects.createWebhooks();

        give(given);

        awaitSigner(given);
        assertThat(leaf("yadori-virt-api-certs").above()).containsExactly(given.certificate(), middle.certificate());
        assertThat(objects.authorities().trusted())
                .contains(given.certificate())
                .doesNotContain(root.certificate(), middle.certificate());
        var expected = SecretCodec.base64(Pem.of(objects.authorities().trusted()));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(admin.resource(webhooks)
                                .get()
                                .getWebhooks()
                                .getFirst()
                                .getClientConfig()
                                .getCaBundle())
                        .isEqualTo(expected));
    }

    @Test
    void brokenAuthorityIsNamedAndTheFormerStaysInUse() throws Exception {
        var given = root("CN=given", Instant.now());
        give(given);
        awaitSigner(given);
        var before = objects.secret("yadori-ca").getMetadata().getResourceVersion();
        var leaf = leaf("yadori-virt-handler-certs");

        give(new ForeignAuthority(root("CN=given", Instant.now()).chain(), given.keys()));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(warnings())
                        .containsExactly("Secret yadori-given-ca, tls.key: the private key is not that of the"
                                + " certificate; the present authority stays in use"));
        assertThat(objects.secret("yadori-ca").getMetadata().getResourceVersion())
                .isEqualTo(before);
        assertThat(leaf("yadori-virt-handler-certs")).isEqualTo(leaf);
    }

    @Test
    void authorityThatIsTakenAwayStaysUntilItWouldBeRenewed() throws Exception {
        var given = root("CN=given", Instant.now());
        give(given);
        awaitSigner(given);

        admin.resource(given.secret()).delete();
        admin.secrets()
                .inNamespace(NAMESPACE)
                .withName("yadori-virt-handler-certs")
                .delete();

        awaitSigner(given);
    }

    @Test
    void ourOwnFollowsOneThatIsTakenAwayAndDue() throws Exception {
        var given = root("CN=given", Instant.now().minus(Duration.ofDays(89)));
        give(given);
        awaitSigner(given);
        lifeOfAuthorities("24h");

        admin.resource(given.secret()).delete();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(objects.authorities()
                                .current()
                                .certificate()
                                .getSubjectX500Principal()
                                .getName())
                        .startsWith("CN=yadori-ca@"));
        assertThat(objects.authorities().trusted()).contains(given.certificate());
    }

    private static ForeignAuthority root(String name, Instant begin) throws Exception {
        return ForeignAuthority.root(Kind.P_256, Says.named(name, begin));
    }

    private void give(ForeignAuthority authority) throws Exception {
        admin.resource(authority.secret(authority.traditionalKey())).serverSideApply();
    }

    private void awaitSigner(ForeignAuthority authority) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ComponentCertificate.all(NAMESPACE))
                        .allSatisfy(component -> assertThat(Authorities.hasSigned(
                                        authority.certificate(),
                                        leaf(component.secretName()).certificate()))
                                .isTrue()));
    }

    private void lifeOfAuthorities(String duration) {
        admin.resources(KubeVirt.class)
                .inNamespace(NAMESPACE)
                .withName("kubevirt")
                .patch(
                        MERGE,
                        "{\"spec\":{\"certificateRotateStrategy\":{\"selfSigned\":{\"ca\":{\"duration\":\"%s\"}}}}}"
                                .formatted(duration));
    }

    private List<String> warnings() {
        return admin.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> Objects.equals(event.getInvolvedObject().getName(), GivenSecret.NAME))
                .filter(event -> Objects.equals(event.getType(), "Warning"))
                .map(Event::getMessage)
                .toList();
    }

    private KeyedCertificate leaf(String name) {
        return stored(name).leaf();
    }

    private List<X509Certificate> bundle(String name) {
        return stored(name).bundle();
    }

    private ComponentSecret stored(String name) {
        var stored = SecretCodec.decodeComponent(
                admin.secrets().inNamespace(NAMESPACE).withName(name).get());
        assertThat(stored).isInstanceOf(Stored.Present.class);
        return ((Stored.Present<ComponentSecret>) stored).value();
    }
}
