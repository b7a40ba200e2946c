/**
 * The certificates of the system: an authority in a Secret, a certificate for each component in a Secret of its own, and
 * the authority's certificates in the webhook configurations. All are renewed long before they end, and an authority is
 * trusted everywhere before it signs anything. Who has authorities of their own gives one in another Secret. Private keys are in Secrets and in memory, never in a log.
 */
@NullMarked
package dev.yadori.controller.certificates;

import org.jspecify.annotations.NullMarked;
