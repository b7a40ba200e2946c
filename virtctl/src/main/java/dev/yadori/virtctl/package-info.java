/**
 * The command line beside kubectl. A command finds the guest's node through the API server, and speaks to that node's
 * virt-handler through a forwarded port, as the client that the cluster's certificates allow.
 */
@NullMarked
package dev.yadori.virtctl;

import org.jspecify.annotations.NullMarked;
