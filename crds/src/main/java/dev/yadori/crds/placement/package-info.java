/** Which nodes can take a guest that runs: pure, over the objects of the API. */
@NullMarked
package dev.yadori.crds.placement;

import org.jspecify.annotations.NullMarked;
