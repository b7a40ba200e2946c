/** What becomes of a KubeVirt object. */
@NullMarked
package dev.yadori.crds.config;

import org.jspecify.annotations.NullMarked;
