package dev.yadori.virtctl.cluster;

import dev.yadori.virtctl.UnreachableException;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that a kubeconfig names, which says who the user is: client.authentication.k8s.io. */
record ExecPlugin(Kubeconfig.Part user, Tree exec) {

    private static final String GROUP = "client.authentication.k8s.io/";

    /** What it says. */
    record Answer(Optional<String> token, Optional<Identity> identity) {
        @Override
        public String toString() {
            return "Answer[]";
        }
    }

    static ExecPlugin of(Kubeconfig.Part user) {
        ExecPlugin plugin = new ExecPlugin(user, user.tree().at("exec"));
        String version = plugin.exec.word("apiVersion");
        if (!version.equals(GROUP + "v1") && !version.equals(GROUP + "v1beta1")) {
            throw new UnreachableException(
                    user.name("exec.apiVersion") + " '" + version + "' must be " + GROUP + "v1 or v1beta1");
        }
        if (plugin.exec.word("command").isEmpty()) {
            throw new UnreachableException(user.name("exec.command") + " is missing");
        }
        return plugin;
    }

    Answer ask(Kubeconfig.Part cluster, Surroundings surroundings) {
        List<String> line = new ArrayList<>(List.of(program()));
        exec.at("args").items().forEach(argument -> line.add(argument.text().orElse("")));
        boolean interactive = isInteractive();
        ProcessBuilder process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(surroundings.environment());
        exec.at("env").items().forEach(one -> process.environment().put(one.word("name"), one.word("value")));
        process.environment().put("KUBERNETES_EXEC_INFO", Json.write(request(cluster, interactive)));
        if (interactive) {
            process.redirectInput(ProcessBuilder.Redirect.INHERIT);
        }
        return answer(run(process));
    }

    /** With a slash in it, it is a path beside the kubeconfig. */
    private String program() {
        String command = exec.word("command");
        return command.contains("/") ? user.resolve(command).toString() : command;
    }

    private boolean isInteractive() {
        String mode = exec.word("interactiveMode");
        boolean possible = isTerminal();
        if (mode.equals("Always") && !possible) {
            throw new UnreachableException(
                    user.name("exec.interactiveMode") + " is Always, and the input is no terminal");
        }
        return possible && !mode.equals("Never");
    }

    /** Of the input alone: the output may go into a pipe, which Java's console takes for the end of all interaction. */
    private static boolean isTerminal() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty") || input.equals("/dev/console");
        } catch (IOException e) {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }
    }

    private Map<String, Object> request(Kubeconfig.Part cluster, boolean interactive) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("interactive", interactive);
        if (exec.isTrue("provideClusterInfo")) {
            Map<String, Object> info = new LinkedHashMap<>();
            for (String field : List.of("server", "tls-server-name", "insecure-skip-tls-verify", "proxy-url")) {
                Object value = cluster.tree().at(field).value();
                if (value != null) {
                    info.put(field, value);
                }
            }
            Secrets.find(cluster, "certificate-authority")
                    .ifPresent(authority -> info.put(
                            "certificate-authority-data",
                            Base64.getEncoder().encodeToString(authority.text().getBytes(StandardCharsets.UTF_8))));
            cluster.tree()
                    .at("extensions")
                    .items()
                    .filter(extension -> extension.is("client.authentication.k8s.io/exec", "name"))
                    .findFirst()
                    .map(extension -> extension.at("extension").value())
                    .ifPresent(config -> info.put("config", config));
            spec.put("cluster", info);
        }
        return Map.of("apiVersion", exec.word("apiVersion"), "kind", "ExecCredential", "spec", spec);
    }

    private String run(ProcessBuilder process) {
        String name =
                user.name("exec") + ": " + Path.of(process.command().getFirst()).getFileName();
        try {
            Process plugin = process.start();
            if (process.redirectInput().equals(ProcessBuilder.Redirect.PIPE)) {
                plugin.getOutputStream().close();
            }
            String said = new String(plugin.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = plugin.waitFor();
            if (code != 0) {
                throw new UnreachableException(name + " has failed with exit code " + code);
            }
            return said;
        } catch (IOException e) {
            String hint = exec.word("installHint").strip();
            throw new UnreachableException(
                    name + " cannot be started: " + e.getMessage() + (hint.isEmpty() ? "" : "\n" + hint));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(name + " was interrupted");
        }
    }

    private Answer answer(String said) {
        String place = user.name("exec") + ": what it says";
        Tree status = Json.parse(said, place).at("status");
        Optional<String> token = status.at("token").text().filter(text -> !text.isEmpty());
        Optional<Identity> identity = status.at("clientCertificateData")
                .text()
                .map(pem -> Identity.of(
                        new Secrets.Secret(place + " as clientCertificateData", pem),
                        new Secrets.Secret(place + " as clientKeyData", status.word("clientKeyData"))));
        if (token.isEmpty() && identity.isEmpty()) {
            throw new UnreachableException(place + " has neither status.token nor status.clientCertificateData");
        }
        return new Answer(token, identity);
    }
}
