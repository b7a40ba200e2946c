/** The cluster's configuration, resolved from the KubeVirt resource: every field has its default. */
@NullMarked
package dev.yadori.crds.config;

import org.jspecify.annotations.NullMarked;
