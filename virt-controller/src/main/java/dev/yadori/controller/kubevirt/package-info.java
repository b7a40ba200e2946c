/** The KubeVirt object: what of the system is deployed, and whether its configuration can be followed. */
@NullMarked
package dev.yadori.controller.kubevirt;

import org.jspecify.annotations.NullMarked;
