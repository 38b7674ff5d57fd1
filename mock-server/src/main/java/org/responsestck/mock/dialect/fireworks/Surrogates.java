package org.responsestck.mock.dialect.fireworks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Finds halves of surrogate pairs, which JSON escapes can smuggle in and UTF-8 cannot carry out. */
final class Surrogates {
    private Surrogates() {}

    static boolean unpairedIn(JsonNode node) {
        if (node.isTextual()) {
            return unpairedIn(node.textValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (unpairedIn(member.getKey()) || unpairedIn(member.getValue())) {
                return true;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (unpairedIn(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean unpairedIn(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
