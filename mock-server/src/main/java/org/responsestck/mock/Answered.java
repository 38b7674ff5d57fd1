package org.responsestck.mock;

import org.responsestck.mock.transport.Reply;
import org.responsestck.mock.transport.Watch;

/**
 * What leaves, and who wants to know how it leaves.
 *
 * @param reply bytes and pauses
 * @param watch to be told by whoever writes them
 */
public record Answered(Reply reply, Watch watch) {}
