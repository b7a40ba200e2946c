package dev.yadori.virtctl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flag of kubectl that says which cluster, or who asks it. Each command takes all of them, before it and behind it. */
enum ClusterFlag {
    NAMESPACE("-n", "namespace", Kind.WORD, "The namespace; otherwise that of the kubeconfig."),
    KUBECONFIG(null, "kubeconfig", Kind.FILE, "The kubeconfig; otherwise that of KUBECONFIG or ~/.kube/config."),
    CONTEXT(null, "context", Kind.WORD, "The context of the kubeconfig; otherwise the one it names."),
    CLUSTER(null, "cluster", Kind.WORD, "The cluster of the kubeconfig; otherwise that of the context."),
    USER(null, "user", Kind.WORD, "The user of the kubeconfig; otherwise that of the context."),
    SERVER("-s", "server", Kind.WORD, "The address of the API server."),
    CERTIFICATE_AUTHORITY(null, "certificate-authority", Kind.FILE, "The certificate that vouches for the server."),
    TLS_SERVER_NAME(null, "tls-server-name", Kind.WORD, "The name that the server's certificate must have."),
    INSECURE(null, "insecure-skip-tls-verify", Kind.SWITCH, "Takes any server for the right one."),
    PROXY_URL(null, "proxy-url", Kind.WORD, "The proxy on the way to the server."),
    CLIENT_CERTIFICATE(null, "client-certificate", Kind.FILE, "The certificate that shows who asks."),
    CLIENT_KEY(null, "client-key", Kind.FILE, "The key of that certificate."),
    TOKEN(null, "token", Kind.SECRET, "The token that shows who asks."),
    USERNAME(null, "username", Kind.WORD, "The name that shows who asks, with --password."),
    PASSWORD(null, "password", Kind.SECRET, "The password of that name."),
    AS(null, "as", Kind.WORD, "The user to act as."),
    AS_GROUP(null, "as-group", Kind.LIST, "A group to act as. Repeatable."),
    AS_UID(null, "as-uid", Kind.WORD, "The UID to act as."),
    REQUEST_TIMEOUT(null, "request-timeout", Kind.WORD, "How long to wait for an answer: 5s, 2m; 0 for no end."),
    DISABLE_COMPRESSION(null, "disable-compression", Kind.SWITCH, "Without effect: nothing is compressed."),
    VERBOSITY("-v", "v", Kind.WORD, "Without effect, and taken because kubectl's tools do.");

    /** What such a flag is followed by. */
    enum Kind {
        WORD,
        FILE,
        /** Nothing that other users of this machine may see. */
        SECRET,
        LIST,
        SWITCH
    }

    private final @Nullable String letter;
    private final String word;
    private final Kind kind;
    private final String description;

    ClusterFlag(@Nullable String letter, String word, Kind kind, String description) {
        this.letter = letter;
        this.word = word;
        this.kind = kind;
        this.description = description;
    }

    /** The flag that is written so: --word, --word=value, -letter, -lettervalue. */
    static Optional<ClusterFlag> written(String text) {
        return Arrays.stream(values()).filter(flag -> flag.isWritten(text)).findFirst();
    }

    private boolean isWritten(String text) {
        return text.equals("--" + word)
                || text.startsWith("--" + word + "=")
                || (letter != null && text.startsWith(letter) && !text.startsWith("--"));
    }

    /** Whether the word behind it belongs to it. */
    boolean takesNextAfter(String text) {
        return kind != Kind.SWITCH && (text.equals("--" + word) || text.equals(letter));
    }

    List<String> names() {
        return letter == null ? List.of("--" + word) : List.of(letter, "--" + word);
    }

    String word() {
        return word;
    }

    Kind kind() {
        return kind;
    }

    String description() {
        return description;
    }

    /** Whether the help of each command shows it, and not only that of them all. */
    boolean isUsual() {
        return this == NAMESPACE || this == KUBECONFIG || this == CONTEXT;
    }
}
