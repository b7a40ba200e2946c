package dev.yadori.api.webhook;

/** One rule of admission: without effects beside its answer, so that a dry run is like any other. */
@FunctionalInterface
public interface Admission {

    AdmissionAnswer review(AdmissionRequest request);
}
