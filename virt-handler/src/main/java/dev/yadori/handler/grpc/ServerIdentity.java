package dev.yadori.handler.grpc;

import dev.yadori.handler.grpc.CertificateFiles.Material;
import dev.yadori.handler.grpc.CertificateFiles.Stamp;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this server is and whom it trusts, by files that change while it runs. They are looked at with each handshake, which
 * needs no timer; files that cannot be used leave in force what was read before.
 */
final class ServerIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(ServerIdentity.class);
    private static final String ALIAS = "server";

    private final CertificateFiles files;
    private Stamp seen;
    private Material material;

    private ServerIdentity(CertificateFiles files) throws IOException, GeneralSecurityException {
        this.files = files;
        seen = files.stamp();
        material = files.read();
    }

    /** @throws GeneralSecurityException or IOException where the files cannot be used now */
    static ServerIdentity of(Path folder) throws IOException, GeneralSecurityException {
        return new ServerIdentity(new CertificateFiles(folder));
    }

    X509ExtendedKeyManager keys() {
        return new Keys();
    }

    X509ExtendedTrustManager trust() {
        return new Trust();
    }

    private synchronized Material current() {
        try {
            var stamp = files.stamp();
            if (!stamp.equals(seen)) {
                seen = stamp;
                material = files.read();
                LOG.atInfo().log("certificates read again");
            }
        } catch (IOException | GeneralSecurityException unusable) {
            LOG.atWarn()
                    .addKeyValue("error", unusable.getMessage())
                    .log("certificates cannot be read, keeping the last");
        }
        return material;
    }

    private synchronized Material last() {
        return material;
    }

    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            var _ = current();
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return last().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return last().key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }
    }

    private final class Trust extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            current().trust().checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            current().trust().checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            current().trust().checkClientTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return last().trust().getAcceptedIssuers();
        }
    }
}
