/** What a launcher pod looks like from outside and from inside: virt-controller builds it, virt-handler works with it. */
@NullMarked
package dev.yadori.crds.launcher;

import org.jspecify.annotations.NullMarked;
