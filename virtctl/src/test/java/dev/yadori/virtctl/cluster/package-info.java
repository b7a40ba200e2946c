/** Tests of the way to the API server. */
@NullMarked
package dev.yadori.virtctl.cluster;

import org.jspecify.annotations.NullMarked;
