/** AdmissionReview v1 on the wire, and which path of the server answers for which kind. */
@NullMarked
package dev.yadori.api.webhook;

import org.jspecify.annotations.NullMarked;
