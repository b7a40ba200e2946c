package dev.yadori.handler.migration;

import java.io.IOException;
import java.util.Optional;

/** Tells another handler on which node this one runs, so that it need not be believed. Blocks. */
public interface NodeProof {

    /** A token that proves this node, and is good for nothing else. */
    String own() throws IOException;

    /** The node that a token proves; empty where it proves none. */
    Optional<String> node(String token) throws IOException;
}
