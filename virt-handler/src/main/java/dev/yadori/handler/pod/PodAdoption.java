package dev.yadori.handler.pod;

/** Finds the launcher of a pod of this node. */
public interface PodAdoption {

    /**
     * Looks for the launcher's socket of this pod. That the pod is the one recorded for the guest is for the caller to know.
     *
     * @return never a failure that means something about the guest: what cannot be looked at is {@link Adoption.NotYet}
     */
    Adoption adopt(PodUid pod);
}
