package dev.yadori.handler.launch;

import dev.yadori.proto.launcher.v1.LaunchSpec;
import java.util.List;

/** What came of mapping one object. */
public sealed interface LaunchMapping {

    /** Everything that was asked for can be told to the launcher. */
    record Mapped(LaunchSpec spec) implements LaunchMapping {}

    /** Something cannot, so that nothing is started. Never empty. */
    record Refused(List<FieldError> errors) implements LaunchMapping {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
