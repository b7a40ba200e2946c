package dev.yadori.api.webhook;

import dev.yadori.api.http.ApiAnswer;
import dev.yadori.api.http.ApiRequest;
import dev.yadori.api.http.Bytes;
import dev.yadori.api.http.Endpoint;
import dev.yadori.api.http.HttpStatus;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers AdmissionReviews, one path a rule, and hands all other requests on. */
public final class WebhookEndpoint implements Endpoint {

    /** Two objects, as they are and as they shall be; etcd takes 1.5 MiB of each. */
    static final int MOST_BYTES = 6 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);

    private final Map<String, Admission> rules;
    private final Endpoint others;

    public WebhookEndpoint(Map<String, Admission> rules, Endpoint others) {
        this.rules = Map.copyOf(rules);
        this.others = others;
    }

    @Override
    public int mostBytes(String path) {
        return rules.containsKey(path) ? MOST_BYTES : others.mostBytes(path);
    }

    @Override
    public ApiAnswer answer(ApiRequest request) {
        Admission rule = rules.get(request.path());
        if (rule == null) {
            return others.answer(request);
        }
        if (!request.method().equals("POST")) {
            return new ApiAnswer.Response(
                    HttpStatus.METHOD_NOT_ALLOWED, "text/plain", Bytes.of(), Map.of("Allow", "POST"));
        }
        AdmissionRequest review;
        try {
            review = ReviewCodec.decode(request.body());
        } catch (ReviewCodec.MalformedReviewException e) {
            return ApiAnswer.text(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        return ApiAnswer.json(HttpStatus.OK, ReviewCodec.encode(review.uid(), judged(request.path(), rule, review)));
    }

    private static AdmissionAnswer judged(String path, Admission rule, AdmissionRequest request) {
        AdmissionAnswer answer = rule.review(request);
        if (answer instanceof AdmissionAnswer.Denied denied) {
            LOG.atInfo()
                    .addKeyValue("path", path)
                    .addKeyValue("namespace", request.namespace())
                    .addKeyValue("name", request.name())
                    .addKeyValue(
                            "fields",
                            denied.faults().stream()
                                    .map(fault -> fault.field().text())
                                    .toList())
                    .log("object refused");
        }
        return answer;
    }
}
