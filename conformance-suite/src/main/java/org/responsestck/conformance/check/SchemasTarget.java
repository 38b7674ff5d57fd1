package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A row and a variant of it that a violation counts for: the reading of {@code x-requirement}. */
record SchemasTarget(String requirement, String variant) {
    private static final Pattern ROW = Pattern.compile("([A-Z0-9]+(?:-[A-Z0-9]+)*-\\d{3})(?::(.+))?");

    /**
     * @param file the whole schema
     * @param holder names on the way from its root to the object that holds the violated keyword
     * @param member the missing member, or empty
     * @param key kind of violation: absent, null, type or value
     */
    static List<SchemasTarget> find(JsonNode file, List<String> holder, String member, String key) {
        JsonNode attribution = nearest(file, holder, member);
        String id = attribution.path("id").asText();
        if (id.isEmpty()) {
            throw new IllegalStateException("no x-requirement with an id around /" + String.join("/", holder));
        }
        JsonNode named = attribution.path(key);
        if (named.isMissingNode() && key.equals("null")) {
            named = attribution.path("type");
        }
        List<SchemasTarget> targets = new ArrayList<>();
        if (named.isArray()) {
            named.forEach(entry -> targets.add(target(id, entry.asText())));
        } else {
            targets.add(target(id, named.asText("")));
        }
        return targets;
    }

    private static SchemasTarget target(String id, String text) {
        Matcher row = ROW.matcher(text);
        if (row.matches()) {
            return new SchemasTarget(row.group(1), row.group(2) == null ? "" : row.group(2));
        }
        return new SchemasTarget(id, text);
    }

    private static JsonNode nearest(JsonNode file, List<String> holder, String member) {
        for (int depth = holder.size(); depth >= 0; depth--) {
            JsonNode level = file;
            for (String name : holder.subList(0, depth)) {
                level = level.isArray() ? level.path(Integer.parseInt(name)) : level.path(name);
            }
            JsonNode ofMember = member.isEmpty()
                    ? MissingNode.getInstance()
                    : level.path("properties").path(member).path("x-requirement");
            if (ofMember.isObject()) {
                return ofMember;
            }
            if (level.path("x-requirement").isObject()) {
                return level.path("x-requirement");
            }
        }
        return MissingNode.getInstance();
    }
}
