package org.responsestck.mock;

import java.time.Clock;
import org.responsestck.mock.conversation.Context;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.conversation.Meter;
import org.responsestck.mock.conversation.ResponseStore;
import org.responsestck.mock.responder.Responder;
import org.responsestck.mock.tool.ToolServers;
import org.responsestck.mock.tool.Tools;
import org.responsestck.mock.transport.Wire;

/**
 * Every decision of the mock, each called in exactly one place. A defect, a variation or a quirk is a function from seams to seams.
 *
 * @param admission keys and validation
 * @param store what is remembered
 * @param context what the model sees
 * @param responder who answers
 * @param tools which calls a response may make
 * @param servers servers of server-executed tools, and how many calls they get
 * @param meter token counts
 * @param ids ids
 * @param clock time
 * @param document response objects
 * @param events events of a stream
 * @param wire bytes
 */
public record Seams(
        Admission admission,
        ResponseStore store,
        Context context,
        Responder responder,
        Tools tools,
        ToolServers servers,
        Meter meter,
        Ids ids,
        Clock clock,
        Document document,
        Events events,
        Wire wire) {

    public Seams with(Admission other) {
        return new Seams(other, store, context, responder, tools, servers, meter, ids, clock, document, events, wire);
    }

    public Seams with(ResponseStore other) {
        return new Seams(
                admission, other, context, responder, tools, servers, meter, ids, clock, document, events, wire);
    }

    public Seams with(Context other) {
        return new Seams(admission, store, other, responder, tools, servers, meter, ids, clock, document, events, wire);
    }

    public Seams with(Responder other) {
        return new Seams(admission, store, context, other, tools, servers, meter, ids, clock, document, events, wire);
    }

    public Seams with(Tools other) {
        return new Seams(
                admission, store, context, responder, other, servers, meter, ids, clock, document, events, wire);
    }

    public Seams with(ToolServers other) {
        return new Seams(admission, store, context, responder, tools, other, meter, ids, clock, document, events, wire);
    }

    public Seams with(Meter other) {
        return new Seams(
                admission, store, context, responder, tools, servers, other, ids, clock, document, events, wire);
    }

    public Seams with(Ids other) {
        return new Seams(
                admission, store, context, responder, tools, servers, meter, other, clock, document, events, wire);
    }

    public Seams with(Clock other) {
        return new Seams(
                admission, store, context, responder, tools, servers, meter, ids, other, document, events, wire);
    }

    public Seams with(Document other) {
        return new Seams(admission, store, context, responder, tools, servers, meter, ids, clock, other, events, wire);
    }

    public Seams with(Events other) {
        return new Seams(
                admission, store, context, responder, tools, servers, meter, ids, clock, document, other, wire);
    }

    public Seams with(Wire other) {
        return new Seams(
                admission, store, context, responder, tools, servers, meter, ids, clock, document, events, other);
    }
}
