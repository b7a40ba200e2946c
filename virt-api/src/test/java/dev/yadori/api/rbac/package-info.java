/** Tests of manifests/rbac. */
@NullMarked
package dev.yadori.api.rbac;

import org.jspecify.annotations.NullMarked;
