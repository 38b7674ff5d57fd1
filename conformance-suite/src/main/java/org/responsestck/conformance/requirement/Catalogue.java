package org.responsestck.conformance.requirement;

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
    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(CataloguePacker.Packed.class);

    private final Map<String, Requirement> byId;
    private final Map<String, RequirementSet> newestSets = new LinkedHashMap<>();

    Catalogue(CataloguePacker.Packed packed) {
        Map<String, Requirement> map = new LinkedHashMap<>();
        for (Requirement row : packed.requirements()) {
            if (map.put(row.id(), row) != null) {
                throw new IllegalArgumentException("requirement " + row.id() + " is there twice");
            }
        }
        byId = java.util.Collections.unmodifiableMap(map);
        for (RequirementSet set : packed.sets()) {
            for (String id : set.requirements()) {
                if (!map.containsKey(id) || !map.get(id).appliesTo(set.profile())) {
                    throw new IllegalArgumentException(
                            "set " + set.name() + " names " + id + ", which its profile does not have");
                }
            }
            newestSets.merge(set.profile(), set, (a, b) -> a.date().compareTo(b.date()) >= 0 ? a : b);
        }
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

    /** The newest frozen set of a profile. */
    public Optional<RequirementSet> set(String profile) {
        return Optional.ofNullable(newestSets.get(profile));
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
