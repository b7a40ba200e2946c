package dev.yadori.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.Fault;
import dev.yadori.api.admission.SpecReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** AdmissionReview of admission.k8s.io/v1, read and written. */
public final class ReviewCodec {

    private static final String API_VERSION = "admission.k8s.io/v1";
    private static final String KIND = "AdmissionReview";
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    private ReviewCodec() {}

    /** A body that is no AdmissionReview of version v1. */
    public static final class MalformedReviewException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedReviewException(String message) {
            super(message);
        }
    }

    /**
     * Reads the request.
     *
     * @throws MalformedReviewException naming what is missing or wrong
     */
    public static AdmissionRequest decode(byte[] body) throws MalformedReviewException {
        JsonNode review = parse(body);
        if (!review.path("apiVersion").asText().equals(API_VERSION)
                || !review.path("kind").asText().equals(KIND)) {
            throw new MalformedReviewException("must be an AdmissionReview of " + API_VERSION);
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (uid.isEmpty()) {
            throw new MalformedReviewException("request.uid must be given");
        }
        return new AdmissionRequest(
                uid,
                operation(request.path("operation").asText()),
                request.path("namespace").asText(),
                request.path("name").asText(),
                request.path("userInfo").path("username").asText(),
                request.path("dryRun").asBoolean(),
                object(request.path("object")),
                object(request.path("oldObject")));
    }

    private static JsonNode parse(byte[] body) throws MalformedReviewException {
        try {
            return SpecReader.JSON.readTree(body);
        } catch (IOException e) {
            throw new MalformedReviewException("must be JSON");
        }
    }

    private static AdmissionRequest.Operation operation(String word) throws MalformedReviewException {
        for (AdmissionRequest.Operation operation : AdmissionRequest.Operation.values()) {
            if (operation.name().equals(word)) {
                return operation;
            }
        }
        throw new MalformedReviewException("request.operation must be CREATE, UPDATE, DELETE or CONNECT");
    }

    private static Optional<ObjectNode> object(JsonNode node) {
        return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /** Writes the answer to the request with this UID. */
    public static byte[] encode(String uid, AdmissionAnswer answer) {
        ObjectNode review = SpecReader.JSON.createObjectNode();
        review.put("apiVersion", API_VERSION).put("kind", KIND);
        ObjectNode response = review.putObject("response").put("uid", uid);
        switch (answer) {
            case AdmissionAnswer.Allowed(List<String> warnings) -> {
                response.put("allowed", true);
                if (!warnings.isEmpty()) {
                    ArrayNode list = response.putArray("warnings");
                    warnings.forEach(list::add);
                }
            }
            case AdmissionAnswer.Patched(ArrayNode patch) -> {
                response.put("allowed", true);
                response.put("patchType", "JSONPatch");
                response.put("patch", base64(patch));
            }
            case AdmissionAnswer.Later(String why) -> {
                response.put("allowed", false);
                response.putObject("status")
                        .put("status", "Failure")
                        .put("code", TOO_MANY_REQUESTS)
                        .put("reason", "TooManyRequests")
                        .put("message", why);
            }
            case AdmissionAnswer.Denied(List<Fault> faults) -> {
                response.put("allowed", false);
                status(faults, response.putObject("status"));
            }
        }
        return bytes(review);
    }

    private static void status(List<Fault> faults, ObjectNode status) {
        status.put("status", "Failure").put("code", UNPROCESSABLE).put("reason", "Invalid");
        status.put("message", faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
        ArrayNode causes = status.putObject("details").putArray("causes");
        for (Fault fault : faults) {
            causes.addObject()
                    .put("reason", fault.kind().cause())
                    .put("message", fault.message())
                    .put("field", fault.field().text());
        }
    }

    private static String base64(JsonNode tree) {
        return new String(Base64.getEncoder().encode(bytes(tree)), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return SpecReader.JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }
}
