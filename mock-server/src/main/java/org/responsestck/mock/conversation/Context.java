package org.responsestck.mock.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the model gets to see. */
@FunctionalInterface
public interface Context {
    /**
     * @param chain the earlier turns, oldest first
     * @param fresh the input of this request
     * @return all items in order
     */
    List<JsonNode> assemble(List<Turn> chain, List<JsonNode> fresh);

    /** Input and output of every earlier turn in order, then the new input. */
    static Context whole() {
        return (chain, fresh) -> {
            List<JsonNode> items = new ArrayList<>();
            for (Turn turn : chain) {
                items.addAll(turn.request().input());
                items.addAll(turn.output());
            }
            items.addAll(fresh);
            return items;
        };
    }
}
