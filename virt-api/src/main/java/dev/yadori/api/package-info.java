/** Admission webhooks and the subresource API. Stateless: each replica can answer each request. */
@NullMarked
package dev.yadori.api;

import org.jspecify.annotations.NullMarked;
