/**
 * The aggregated API {@code subresources.kubevirt.io}. What a request means for an object is decided by pure functions;
 * beside them is what reads the objects and does what was decided.
 */
@NullMarked
package dev.yadori.api.subresource;

import org.jspecify.annotations.NullMarked;
