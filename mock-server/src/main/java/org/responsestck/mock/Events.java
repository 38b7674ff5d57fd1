package org.responsestck.mock;

import java.util.List;
import org.responsestck.mock.conversation.Turn;
import org.responsestck.mock.transport.StreamEvent;

/** Renders a turn as the events of a stream. */
@FunctionalInterface
public interface Events {
    /** @param document renders the snapshots */
    List<StreamEvent> of(Turn turn, Document document);
}
