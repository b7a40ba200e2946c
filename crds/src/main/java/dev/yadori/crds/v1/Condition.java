package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One fact about an object, and since when it holds. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
        @JsonPropertyDescription("Name of the fact.") @Required @Nullable
        String type,

        @JsonPropertyDescription("True, False or Unknown.") @Required @Nullable
        String status,

        @JsonPropertyDescription("Why, as one word for programs.") @Nullable
        String reason,

        @JsonPropertyDescription("Why, as a sentence for people.") @Nullable
        String message,

        @JsonPropertyDescription("When the fact was last looked at.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant lastProbeTime,

        @JsonPropertyDescription("When status last changed.") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
        Instant lastTransitionTime) {}
