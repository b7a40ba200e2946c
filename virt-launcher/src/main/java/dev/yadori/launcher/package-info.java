/** The process beside one guest: domain, libvirt and the services that the guest sees. It knows no Kubernetes. */
@NullMarked
package dev.yadori.launcher;

import org.jspecify.annotations.NullMarked;
