/** The way to the API server: which one it is, who asks, and the connection; with little code, because each start loads it anew. */
@NullMarked
package dev.yadori.virtctl.cluster;

import org.jspecify.annotations.NullMarked;
