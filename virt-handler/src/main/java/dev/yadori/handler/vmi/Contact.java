package dev.yadori.handler.vmi;

import dev.yadori.handler.launcher.GuestReport;
import java.time.Instant;
import java.util.Optional;

/** How things stand with one launcher. */
public sealed interface Contact {

    /** Nobody looks for it, as no pod is known. */
    record None() implements Contact {}

    /** Looked for, for so long. */
    record Seeking(Instant since, String why) implements Contact {}

    /** Something else is in its place. */
    record Refused(String why) implements Contact {}

    /** It answers. The report is empty until it has said something of its guest. */
    record Made(Optional<GuestReport> report) implements Contact {}
}
