package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a user shows who it is.
 *
 * @param headers of each request, as they are sent
 */
record Caller(Optional<Identity> identity, List<String> headers) {

    Caller {
        headers = List.copyOf(headers);
    }

    static Caller of(Kubeconfig.Part user, Kubeconfig.Part cluster, Surroundings surroundings) {
        Optional<Identity> identity = Secrets.find(user, "client-certificate")
                .map(certificate -> Identity.of(
                        certificate,
                        Secrets.find(user, "client-key")
                                .orElseThrow(() -> new UnreachableException(user.name("client-key") + " is missing"))));
        Optional<String> authorization = authorization(user);
        if (identity.isEmpty()
                && authorization.isEmpty()
                && user.tree().at("exec").isPresent()) {
            ExecPlugin.Answer answer = ExecPlugin.of(user).ask(cluster, surroundings);
            identity = answer.identity();
            authorization = answer.token().map(token -> "Bearer " + token);
        }
        List<String> headers = new ArrayList<>();
        authorization.ifPresent(value -> headers.add(header("Authorization", value)));
        impersonate(user.tree(), headers);
        return new Caller(identity, headers);
    }

    private static Optional<String> authorization(Kubeconfig.Part user) {
        Tree said = user.tree();
        String token = said.word("token");
        String file = said.word("tokenFile");
        if (!file.isEmpty()) {
            Path path = user.resolve(file);
            // As with kubectl a file that is not there is no fault where a token is.
            if (token.isEmpty() || Files.isReadable(path)) {
                token = Secrets.read(path, user.name("tokenFile"));
            }
        }
        if (token.isEmpty() && said.at("auth-provider").isPresent()) {
            token = said.word("auth-provider", "config", "id-token");
            if (token.isEmpty()) {
                throw new UnreachableException(user.name("auth-provider")
                        + " is not supported without an id-token; kubectl has replaced it by exec");
            }
        }
        if (!token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        String name = said.word("username");
        String both = name + ":" + said.word("password");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    private static void impersonate(Tree user, List<String> headers) {
        user.at("as").text().ifPresent(name -> headers.add(header("Impersonate-User", name)));
        user.at("as-uid").text().ifPresent(uid -> headers.add(header("Impersonate-Uid", uid)));
        user.at("as-groups")
                .items()
                .flatMap(group -> group.text().stream())
                .forEach(group -> headers.add(header("Impersonate-Group", group)));
        for (Map.Entry<String, Tree> extra : user.at("as-user-extra").entries().entrySet()) {
            extra.getValue()
                    .items()
                    .flatMap(value -> value.text().stream())
                    .forEach(value -> headers.add(header("Impersonate-Extra-" + extra.getKey(), value)));
        }
    }

    /** A line of its own: what has another in it would be one more header. */
    private static String header(String name, String value) {
        if (value.chars().anyMatch(letter -> letter < ' ' || letter == 0x7f)) {
            throw new UnreachableException("what is to be sent as " + name + " has a line break in it");
        }
        return name + ": " + value;
    }

    @Override
    public String toString() {
        return "Caller[]";
    }
}
