package org.responsestck.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.responsestck.conformance.dialect.Dialect;
import org.responsestck.conformance.dialect.Dialects;

/**
 * The schemas of a profile: what a server sends, by kind. Read from {@code schemas/json/<profile>/} on the class path; each file
 * is read and compiled when it is first needed, once per process. Thread-safe.
 */
final class Schemas {
    private static final String FOLDER = "/org/responsestck/schemas/json/";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Schemas> PROFILES = Dialects.all().stream()
            .map(Dialect::name)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Schemas::new));

    private final String profile;
    private final Map<String, Optional<SchemasFile>> files = new ConcurrentHashMap<>();
    private final Map<String, Map<String, SchemasUnion>> unions = new ConcurrentHashMap<>();

    private Schemas(String profile) {
        this.profile = profile;
    }

    /** @throws IllegalArgumentException if there is no such profile */
    static Schemas of(String profile) {
        Schemas found = PROFILES.get(profile);
        if (found == null) {
            throw new IllegalArgumentException("no profile " + profile);
        }
        return found;
    }

    /** Whether this profile has schemas at all. */
    boolean present() {
        return !unions().isEmpty();
    }

    /** The kind that a value of a union is judged as, or empty when the profile has no schema for it. */
    Optional<String> kind(String union, JsonNode value) {
        SchemasUnion found = unions().get(union);
        return found == null ? Optional.empty() : found.kind(value);
    }

    /**
     * Judges a value and everything it contains.
     *
     * @param kind a kind or a union; one that the profile does not have finds nothing
     * @return the violations, from the outside in
     */
    List<SchemasFinding> validate(String kind, JsonNode value) {
        List<SchemasFinding> findings = new ArrayList<>();
        judge(kind, value, "", findings);
        return findings;
    }

    private void judge(String kindOrUnion, JsonNode value, String pointer, List<SchemasFinding> findings) {
        String kind = kindOrUnion;
        if (unions().containsKey(kindOrUnion)) {
            Optional<String> chosen = kind(kindOrUnion, value);
            if (chosen.isEmpty()) {
                return;
            }
            kind = chosen.get();
        }
        Optional<SchemasFile> file = file(kind);
        if (file.isEmpty()) {
            return;
        }
        file.get().validate(value).forEach(f -> findings.add(f.below(pointer)));
        file.get()
                .contained()
                .forEach((pattern, part) ->
                        parts(value, pattern).forEach((at, node) -> judge(part, node, pointer + at, findings)));
    }

    /** The objects at a pointer whose {@code *} stands for each element; what is no object was reported by its holder. */
    private static Map<String, JsonNode> parts(JsonNode value, String pattern) {
        int star = pattern.indexOf("/*");
        if (star < 0) {
            JsonNode node = value.at(pattern);
            return node.isObject() ? Map.of(pattern, node) : Map.of();
        }
        String holder = pattern.substring(0, star);
        JsonNode array = value.at(holder);
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        for (int i = 0; array.isArray() && i < array.size(); i++) {
            if (array.get(i).isObject()) {
                parts.put(holder + "/" + i, array.get(i));
            }
        }
        return parts;
    }

    private Optional<SchemasFile> file(String kind) {
        return files.computeIfAbsent(kind, k -> read(k).map(SchemasFile::new));
    }

    private Map<String, SchemasUnion> unions() {
        return unions.computeIfAbsent("unions", name -> {
            Map<String, SchemasUnion> map = new HashMap<>();
            read(name)
                    .ifPresent(all ->
                            all.properties().forEach(e -> map.put(e.getKey(), new SchemasUnion(e.getValue()))));
            return Map.copyOf(map);
        });
    }

    private Optional<JsonNode> read(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(FOLDER + profile + "/" + name + ".json")) {
            return in == null ? Optional.empty() : Optional.of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("schema " + name + " of " + profile + " cannot be read", e);
        }
    }
}
