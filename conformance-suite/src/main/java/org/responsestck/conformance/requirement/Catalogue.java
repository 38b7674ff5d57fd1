package org.responsestck.conformance.requirement;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** All requirements, in the order of their files. */
public final class Catalogue {
    static final String RESOURCE = "catalogue.json";
    private static final ObjectReader READER =
            JsonMapper.builder().build().readerFor(new TypeReference<List<Requirement>>() {});

    private final Map<String, Requirement> byId;

    Catalogue(List<Requirement> rows) {
        Map<String, Requirement> map = new LinkedHashMap<>();
        for (Requirement row : rows) {
            if (map.put(row.id(), row) != null) {
                throw new IllegalArgumentException("requirement " + row.id() + " is there twice");
            }
        }
        byId = java.util.Collections.unmodifiableMap(map);
    }

    private static final class Holder {
        static final Catalogue PACKED = read();

        private static Catalogue read() {
            try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the packed catalogue " + RESOURCE + " is not on the class path");
                }
                return new Catalogue(READER.readValue(in));
            } catch (IOException e) {
                throw new UncheckedIOException("the packed catalogue cannot be read", e);
            }
        }
    }

    /** The catalogue that was packed into this build. */
    public static Catalogue load() {
        return Holder.PACKED;
    }

    public Collection<Requirement> all() {
        return byId.values();
    }

    public List<Requirement> of(String profile) {
        return byId.values().stream().filter(r -> r.appliesTo(profile)).toList();
    }

    public Optional<Requirement> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws NoSuchElementException if there is no such requirement */
    public Requirement get(String id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("no requirement " + id));
    }
}
