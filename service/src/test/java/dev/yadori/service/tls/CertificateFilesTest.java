package dev.yadori.service.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yadori.testkit.TestAuthority;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFilesTest {

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aPairIsOfferedForItsAlgorithmOnly(String algorithm) throws IOException {
        authority.issue(folder, "virt-api", algorithm, 7);
        X509ExtendedKeyManager files = new CertificateFiles(folder).keys();

        String alias = Objects.requireNonNull(files.chooseEngineServerAlias(algorithm, null, null));

        assertThat(serial(files, alias)).isEqualTo(7);
        assertThat(files.getPrivateKey(alias).getAlgorithm()).isEqualTo(algorithm);
        assertThat(files.chooseEngineServerAlias("EdDSA", null, null)).isNull();
    }

    @Test
    void aHandshakeThatHasBegunKeepsItsPair() throws IOException {
        authority.issue(folder, "virt-api", 7);
        X509ExtendedKeyManager files = new CertificateFiles(folder).keys();
        String begun = Objects.requireNonNull(files.chooseEngineServerAlias("EC", null, null));
        authority.issue(folder, "virt-api", 8);

        String next = Objects.requireNonNull(files.chooseEngineServerAlias("EC", null, null));

        assertThat(serial(files, next)).isEqualTo(8);
        assertThat(serial(files, begun)).isEqualTo(7);
        assertThat(files.getPrivateKey(begun)).isNotEqualTo(files.getPrivateKey(next));
    }

    @Test
    void filesThatDoNotFitLeaveTheOldPairUntilTheyDo() throws IOException {
        authority.issue(folder, "virt-api", 7);
        X509ExtendedKeyManager files = new CertificateFiles(folder).keys();
        String key = Files.readString(folder.resolve("tls.key"));
        authority.issue(folder, "virt-api", 8);
        String nextKey = Files.readString(folder.resolve("tls.key"));
        Files.writeString(folder.resolve("tls.key"), key);

        String during = Objects.requireNonNull(files.chooseEngineServerAlias("EC", null, null));
        assertThat(serial(files, during)).isEqualTo(7);

        Files.writeString(folder.resolve("tls.key"), nextKey);
        String after = Objects.requireNonNull(files.chooseEngineServerAlias("EC", null, null));
        assertThat(serial(files, after)).isEqualTo(8);
    }

    @Test
    void missingFilesLeaveTheOldPair() throws IOException {
        authority.issue(folder, "virt-api", 7);
        X509ExtendedKeyManager files = new CertificateFiles(folder).keys();
        Files.delete(folder.resolve("tls.crt"));

        String alias = Objects.requireNonNull(files.chooseEngineServerAlias("EC", null, null));

        assertThat(serial(files, alias)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "tls.crt, nothing, tls.crt holds no certificate",
        "tls.key, nothing, tls.key holds no private key in PKCS#8",
        "tls.key, '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', tls.key holds no EC key that can be read"
    })
    void aBadFileIsNamed(String file, String content, String message) throws IOException {
        authority.issue(folder, "virt-api", 7);
        Files.writeString(folder.resolve(file), content);

        assertThatThrownBy(() -> new CertificateFiles(folder).keys())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aKeyThatCannotBeReadIsNotQuoted() throws IOException {
        authority.issue(folder, "virt-api", 7);
        Files.writeString(
                folder.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> new CertificateFiles(folder).keys())
                .hasMessageNotContaining("c2VjcmV0")
                .hasNoCause();
    }

    @Test
    void aClientShowsTheSamePair() throws IOException {
        authority.issue(folder, "virt-api", 7);
        X509ExtendedKeyManager files = new CertificateFiles(folder).keys();

        String alias = Objects.requireNonNull(files.chooseEngineClientAlias(new String[] {"RSA", "EC"}, null, null));

        assertThat(serial(files, alias)).isEqualTo(7);
        assertThat(files.chooseEngineClientAlias(new String[] {"RSA"}, null, null))
                .isNull();
    }

    private static long serial(X509ExtendedKeyManager files, String alias) {
        BigInteger serial = files.getCertificateChain(alias)[0].getSerialNumber();
        return serial.longValue();
    }
}
