package org.responsestck.mock.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.responsestck.mock.Admission;
import org.responsestck.mock.Document;
import org.responsestck.mock.Events;
import org.responsestck.mock.Refusal;
import org.responsestck.mock.conversation.Ids;
import org.responsestck.mock.responder.Draft;

/** All that a profile decides. One implementation per profile. */
public interface Dialect {
    /** Name of the profile. */
    String profile();

    /** Checks requests by the profile's rules. */
    Admission admission(Keys keys);

    /** Renders response objects. */
    Document document();

    /** Renders streams. */
    Events events();

    /** The output items that a part of a draft becomes, in their final form. */
    List<ObjectNode> items(Draft.Part part, Ids ids);

    /** The error body of a refusal. */
    JsonNode error(Refusal refusal);

    /** The data of an error event in a stream, without its number. */
    ObjectNode errorEvent(String code, String message);

    /** The body of a list. */
    JsonNode list(List<ObjectNode> entries, boolean hasMore);

    /** The body that confirms a deletion. */
    JsonNode deleted(String id);

    /** Message for a previous response that cannot be continued. */
    Refusal noPreviousResponse();

    /** Message for a response that is not there. */
    Refusal noResponse(String id);
}
