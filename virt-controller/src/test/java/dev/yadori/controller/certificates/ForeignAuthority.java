package dev.yadori.controller.certificates;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that somebody else made, with those above it, and its Secret as cert-manager writes it. */
record ForeignAuthority(List<X509Certificate> chain, KeyPair keys) {

    /** How keys are made, and what signs with them. */
    enum Kind {
        RSA_2048("RSA", 2048, "SHA256withRSA"),
        RSA_1024("RSA", 1024, "SHA256withRSA"),
        P_256("EC", 256, "SHA256withECDSA"),
        P_384("EC", 384, "SHA384withECDSA"),
        P_521("EC", 521, "SHA512withECDSA"),
        ED_25519("Ed25519", 255, "Ed25519");

        private final String algorithm;
        private final int bits;
        private final String signature;

        Kind(String algorithm, int bits, String signature) {
            this.algorithm = algorithm;
            this.bits = bits;
            this.signature = signature;
        }

        KeyPair keys() throws Exception {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        }
    }

    /** What a certificate says of itself; the defaults are those of a good authority. */
    record Says(String name, boolean authority, int keyUsage, List<KeyPurposeId> uses, Instant begin, Duration life) {
        static Says named(String name, Instant begin) {
            return new Says(name, true, KeyUsage.keyCertSign, List.of(), begin, Duration.ofDays(90));
        }

        Says noAuthority() {
            return new Says(name, false, keyUsage, uses, begin, life);
        }

        Says withKeyUsage(int other) {
            return new Says(name, authority, other, uses, begin, life);
        }

        Says onlyFor(KeyPurposeId... purposes) {
            return new Says(name, authority, keyUsage, List.of(purposes), begin, life);
        }
    }

    static ForeignAuthority root(Kind kind, Says says) throws Exception {
        var keys = kind.keys();
        return new ForeignAuthority(List.of(sign(says, keys, new X500Name(says.name()), keys, kind)), keys);
    }

    /** @param ownKind of this one, whose keys have to be of the kind that sign is told */
    ForeignAuthority intermediate(Kind ownKind, Kind kindOfThis, Says says) throws Exception {
        var below = ownKind.keys();
        var issuer =
                X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
        var signed = sign(says, below, issuer, keys, kindOfThis);
        return new ForeignAuthority(
                Stream.concat(Stream.of(signed), chain.stream()).toList(), below);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    X509Certificate top() {
        return chain.getLast();
    }

    KeyedCertificate keyed() {
        return new KeyedCertificate(certificate(), above(), keys.getPrivate());
    }

    private List<X509Certificate> above() {
        return chain.size() < 2 ? List.of() : chain.subList(1, chain.size() - 1);
    }

    /** The root is in ca.crt, and in tls.crt only where it is the authority itself. */
    Secret secret(String keyText) {
        var data = new HashMap<String, String>();
        data.put("tls.crt", SecretCodec.base64(Pem.of(keyed().chain())));
        data.put("tls.key", SecretCodec.base64(keyText));
        data.put("ca.crt", SecretCodec.base64(Pem.of(List.of(top()))));
        return secret(data);
    }

    Secret secret() {
        return secret(Pem.of(keys.getPrivate()));
    }

    static Secret secret(Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("yadori-given-ca")
                .withNamespace("yadori")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(data)
                .build();
    }

    /** PKCS #1 for RSA and SEC 1 for curves, as cert-manager writes keys if it is not told otherwise. */
    String traditionalKey() throws Exception {
        var info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
        if (keys.getPrivate() instanceof ECPrivateKey key) {
            ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
            var bits = key.getParams().getOrder().bitLength();
            var content = new org.bouncycastle.asn1.sec.ECPrivateKey(bits, key.getS(), curve);
            return block("EC PRIVATE KEY", content.getEncoded(ASN1Encoding.DER));
        }
        return block("RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }

    private static String block(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    private static X509Certificate sign(Says says, KeyPair of, X500Name issuer, KeyPair by, Kind kind)
            throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(says.begin()),
                        Date.from(says.begin().plus(says.life())),
                        new X500Name(says.name()),
                        of.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(says.authority()))
                .addExtension(Extension.keyUsage, true, new KeyUsage(says.keyUsage()))
                // Not the SHA-1 of the key, as Go has it since 1.25.
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new SubjectKeyIdentifier(says.name().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        if (!says.uses().isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(says.uses().toArray(KeyPurposeId[]::new)));
        }
        var signer = new JcaContentSignerBuilder(kind.signature).build(by.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
