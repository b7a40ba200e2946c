package dev.yadori.e2e.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yadori.e2e.support.ClusterNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Components take up new keys while they work: nobody restarts, and no review of an object fails. */
class KeyRenewalE2E {
    @RegisterExtension
    static final ClusterNamespace NAMESPACE = new ClusterNamespace();

    private static final SystemPods SYSTEM = new SystemPods(NAMESPACE);
    private static final List<String> COMPONENTS = List.of("virt-api", "virt-controller", "virt-handler");
    private static final Map<String, Integer> SERVERS = Map.of("virt-api", 8443, "virt-handler", 8186);
    private static final List<String> SECRETS = List.of("yadori-virt-api-certs", "yadori-virt-handler-certs");
    /** Certificates begin so long before they were made. */
    private static final Duration BACKDATING = Duration.ofMinutes(5);
    /** So that the new ones do not fall due during the test. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(2);
    /** A kubelet brings a changed Secret to its pods within a minute and a half. */
    private static final Duration DELIVERY = Duration.ofMinutes(4);

    @AfterAll
    static void longLivesAgain() {
        rotate("null");
    }

    @Test
    void newKeysAreTakenUpAtWork() throws Exception {
        Guests.holds(
                "the keys have some age",
                DELIVERY,
                () -> assertThat(ageOfYoungest()).isGreaterThan(LEAST_AGE));
        var stored = stored();
        var served = served();
        var pods = pods();
        var life = ageOfYoungest().toSeconds();

        rotate("{\"server\":{\"duration\":\"%ds\",\"renewBefore\":\"%ds\"}}".formatted(life + 86_400, 86_401));

        Guests.holds("all keys are new", DELIVERY, () -> {
            NAMESPACE
                    .client()
                    .resource(TinyGuest.vm("rehearsed").manifest())
                    .inNamespace(NAMESPACE.name())
                    .dryRun(true)
                    .create();
            assertThat(stored()).allSatisfy((name, serial) -> assertThat(serial).isNotEqualTo(stored.get(name)));
            assertThat(served())
                    .hasSameSizeAs(served)
                    .allSatisfy((pod, serial) -> assertThat(serial).isNotEqualTo(served.get(pod)));
        });
        assertThat(pods()).as("pods and their restarts").isEqualTo(pods);
    }

    private static Duration ageOfYoungest() {
        return SECRETS.stream()
                .map(KeyRenewalE2E::certificate)
                .map(certificate -> certificate.getNotBefore().toInstant().plus(BACKDATING))
                .map(made -> Duration.between(made, Instant.now()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Map<String, BigInteger> stored() {
        var serials = new TreeMap<String, BigInteger>();
        SECRETS.forEach(name -> serials.put(name, certificate(name).getSerialNumber()));
        return serials;
    }

    /** What each pod that serves shows to who connects, by its name. */
    private static Map<String, BigInteger> served() {
        var serials = new TreeMap<String, BigInteger>();
        SERVERS.forEach((component, port) -> SYSTEM.pods(component)
                .forEach(pod -> serials.put(pod.getMetadata().getName(), shown(pod, port))));
        return serials;
    }

    private static BigInteger shown(Pod pod, int port) {
        try (LocalPortForward forward = NAMESPACE.client().pods().resource(pod).portForward(port);
                var socket = (SSLSocket) trusting()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), forward.getLocalPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(pod.getMetadata().getName() + " shows no certificate of our authority", e);
        }
    }

    /** Trusts our authority alone, whatever the name of the server. */
    private static SSLContext trusting() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var bundle = new ByteArrayInputStream(secret(SECRETS.getFirst(), "ca.crt"));
        int number = 0;
        for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Map<String, Integer> pods() {
        var restarts = new TreeMap<String, Integer>();
        COMPONENTS.forEach(component -> SYSTEM.pods(component)
                .forEach(pod -> restarts.put(
                        pod.getMetadata().getUid(),
                        pod.getStatus().getContainerStatuses().getFirst().getRestartCount())));
        return restarts;
    }

    private static X509Certificate certificate(String secret) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(secret(secret, "tls.crt")));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Secret " + secret + " has no certificate", e);
        }
    }

    private static byte[] secret(String name, String key) {
        var secret = NAMESPACE
                .client()
                .secrets()
                .inNamespace(SystemPods.NAMESPACE)
                .withName(name)
                .require();
        return Base64.getDecoder().decode(secret.getData().get(key));
    }

    private static void rotate(String selfSigned) {
        new SystemConfig(NAMESPACE).merge("{\"certificateRotateStrategy\":{\"selfSigned\":%s}}".formatted(selfSigned));
    }
}
