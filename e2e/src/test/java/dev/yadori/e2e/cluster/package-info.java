/** Tests that the cluster itself has what Yadori builds on. None of them knows anything of virtual machines. */
@NullMarked
package dev.yadori.e2e.cluster;

import org.jspecify.annotations.NullMarked;
