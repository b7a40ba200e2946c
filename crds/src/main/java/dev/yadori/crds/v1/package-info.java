/**
 * The kinds of {@code kubevirt.io/v1}. Everything under spec and status is an immutable record whose lists and maps are
 * never null; the definitions in {@code manifests/crds} are generated from these types.
 */
@NullMarked
package dev.yadori.crds.v1;

import org.jspecify.annotations.NullMarked;
