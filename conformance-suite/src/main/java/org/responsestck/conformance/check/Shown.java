package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Puts a JSON value into the few words a reader of a finding needs. */
final class Shown {
    private static final int LONGEST = 120;
    private static final int MEMBERS = 6;

    private Shown() {}

    /** Scalars as they are, texts in quotes and cut, containers by what they hold. */
    static String of(JsonNode node) {
        if (node.isMissingNode()) {
            return "absent";
        }
        if (node.isTextual()) {
            return '"' + cut(node.textValue()) + '"';
        }
        if (node.isArray()) {
            return node.isEmpty() ? "[]" : "an array of " + node.size();
        }
        if (node.isObject()) {
            return node.isEmpty() ? "{}" : "an object with " + members(node);
        }
        return cut(node.asText());
    }

    /** A text no longer than a finding bears. */
    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }

    private static String members(JsonNode node) {
        List<String> names = new ArrayList<>();
        for (var name = node.fieldNames(); name.hasNext() && names.size() < MEMBERS; ) {
            names.add(name.next());
        }
        return cut(String.join(", ", names) + (node.size() > MEMBERS ? ", …" : ""));
    }
}
