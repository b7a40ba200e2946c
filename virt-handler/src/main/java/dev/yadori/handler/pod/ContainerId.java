package dev.yadori.handler.pod;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Id of a container, as runtimes make it: at least 32 hexadecimal digits. */
public record ContainerId(String value) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32,128}");
    private static final Pattern IN_STATUS = Pattern.compile("[a-z0-9.+-]+://(?<id>[0-9a-f]{32,128})");

    public ContainerId {
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException("no container id: " + value);
        }
    }

    /** From a pod's status, where the name of the runtime stands before it. */
    public static Optional<ContainerId> ofStatus(String text) {
        Matcher matcher = IN_STATUS.matcher(text);
        return matcher.matches() ? Optional.of(new ContainerId(matcher.group("id"))) : Optional.empty();
    }

    /** Whether a folder of cgroups is named after it, as in cri-containerd-(id).scope. */
    boolean isNamedIn(String folder) {
        return Pattern.compile("(?<![0-9a-f])" + value + "(?![0-9a-f])")
                .matcher(folder)
                .find();
    }

    @Override
    public String toString() {
        return value;
    }
}
