package dev.yadori.api.subresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yadori.api.admission.SpecReader;
import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.HttpStatus;
import java.nio.charset.StandardCharsets;

/** Why a request is not followed: a code of HTTP, and a message for the user. */
public record Refusal(int code, String message) {

    private static final String GROUP = ".kubevirt.io";

    static Refusal badRequest(String message) {
        return new Refusal(HttpStatus.BAD_REQUEST, message);
    }

    /** There is no such object; the kind in lower case. */
    static Refusal notFound(String kind, String name) {
        return new Refusal(HttpStatus.NOT_FOUND, kind + GROUP + " \"" + name + "\" not found");
    }

    /** The object is in a state in which that cannot be done. */
    static Refusal conflict(String kind, String name, String message) {
        return new Refusal(
                HttpStatus.CONFLICT,
                "Operation cannot be fulfilled on " + kind + GROUP + " \"" + name + "\": " + message);
    }

    static Refusal forbidden(String kind, String name, String message) {
        return new Refusal(HttpStatus.FORBIDDEN, kind + GROUP + " \"" + name + "\" is forbidden: " + message);
    }

    static Refusal failed(String message) {
        return new Refusal(HttpStatus.FAILED, "Internal error occurred: " + message);
    }

    /** As a Status of the API. */
    ApiAnswer.Response toAnswer() {
        ObjectNode status = SpecReader.JSON.createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason())
                .put("code", code);
        return ApiAnswer.json(code, status.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String reason() {
        return switch (code) {
            case HttpStatus.BAD_REQUEST -> "BadRequest";
            case HttpStatus.UNAUTHORIZED -> "Unauthorized";
            case HttpStatus.FORBIDDEN -> "Forbidden";
            case HttpStatus.NOT_FOUND -> "NotFound";
            case HttpStatus.METHOD_NOT_ALLOWED -> "MethodNotAllowed";
            case HttpStatus.NOT_ACCEPTABLE -> "NotAcceptable";
            case HttpStatus.CONFLICT -> "Conflict";
            case HttpStatus.UNPROCESSABLE -> "Invalid";
            case HttpStatus.TOO_MANY_REQUESTS -> "TooManyRequests";
            case HttpStatus.UNAVAILABLE -> "ServiceUnavailable";
            default -> "InternalError";
        };
    }
}
