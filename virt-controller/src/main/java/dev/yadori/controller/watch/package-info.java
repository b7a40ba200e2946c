/** What is watched of the cluster, once for all reconcilers of a process. */
@NullMarked
package dev.yadori.controller.watch;

import org.jspecify.annotations.NullMarked;
