package org.responsestck.mock;

import org.responsestck.mock.conversation.CreateRequest;

/** Who may ask, and whether what is asked makes sense. */
public interface Admission {
    /**
     * The account a request is made for.
     *
     * @throws Refusal if the key is missing or unknown
     */
    String tenant(Ask ask) throws Refusal;

    /**
     * Whether the account header, if any, fits the account of the key.
     *
     * @throws Refusal if it does not
     */
    void account(Ask ask, String tenant) throws Refusal;

    /**
     * Reads and checks the body of a create.
     *
     * @throws Refusal if it breaks the request schema
     */
    CreateRequest create(Ask ask) throws Refusal;

    /**
     * Reads and checks the query of a list.
     *
     * @throws Refusal if it is out of bounds
     */
    Page page(Ask ask) throws Refusal;

    /**
     * Which part of a list is wanted.
     *
     * @param limit most entries
     * @param after id after which to begin, or empty
     * @param before id before which to end, or empty
     */
    record Page(int limit, String after, String before) {}
}
