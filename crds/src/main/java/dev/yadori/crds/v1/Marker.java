package dev.yadori.crds.v1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** An object without settings: to be there is what it says. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Marker() {}
