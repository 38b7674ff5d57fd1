package org.responsestck.mock.conversation;

import java.util.List;
import java.util.Optional;

/** Remembers responses by tenant. Thread-safe; a response is visible to everybody once {@link #put} has returned. */
public interface ResponseStore {
    /** What a response is looked up for. */
    enum Use {
        READ,
        CONTINUE,
        DELETE,
        LIST
    }

    void put(String tenant, Turn turn);

    Optional<Turn> find(String tenant, String id, Use use);

    /** Forgets a response for good. */
    boolean delete(String tenant, String id);

    /** All responses of a tenant, newest first. */
    List<Turn> list(String tenant);
}
