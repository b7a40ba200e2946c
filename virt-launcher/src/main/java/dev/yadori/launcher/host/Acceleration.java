package dev.yadori.launcher.host;

import java.util.Optional;

/** Whether KVM runs guests here. */
public sealed interface Acceleration {

    /** A guest has run. */
    record Usable() implements Acceleration {}

    /** None has; why is one sentence without a full stop. */
    record Unusable(String why) implements Acceleration {}

    /** The form in which a node's verdict is handed on. */
    default String text() {
        return switch (this) {
            case Usable() -> "usable";
            case Unusable(var why) -> "unusable: " + why;
        };
    }

    /** The other way round; what cannot be read is no verdict. */
    static Optional<Acceleration> parse(String text) {
        var verdict = text.strip();
        if (verdict.equals("usable")) {
            return Optional.of(new Usable());
        }
        return verdict.startsWith("unusable: ")
                ? Optional.of(new Unusable(verdict.substring("unusable: ".length())))
                : Optional.empty();
    }
}
