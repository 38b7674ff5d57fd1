package org.responsestck.conformance.requirement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Packs {@code schemas/requirements} and {@code schemas/sets} into one JSON file. Runs in the build; not used afterwards. */
public final class CataloguePacker {
    private CataloguePacker() {}

    /** @param args the folder {@code schemas} and the file to write */
    public static void main(String[] args) throws IOException {
        Path schemas = Path.of(args[0]);
        Packed packed = new Packed(read(schemas.resolve("requirements")), sets(schemas.resolve("sets")));
        new Catalogue(packed); // refuses duplicates and unknown ids
        Path target = Path.of(args[1]);
        Files.createDirectories(target.getParent());
        JsonMapper json = JsonMapper.builder()
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .build();
        json.writeValue(target.toFile(), packed);
    }

    /** What the packed file holds. */
    record Packed(List<Requirement> requirements, List<RequirementSet> sets) {}

    private static List<RequirementSet> sets(Path folder) throws IOException {
        List<RequirementSet> sets = new ArrayList<>();
        for (Path file : yamlFiles(folder)) {
            sets.add(new YAMLMapper().readValue(file.toFile(), RequirementSet.class));
        }
        return sets;
    }

    private static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /** Reads all rows; every file must name its own capability in each row. */
    static List<Requirement> read(Path folder) throws IOException {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        List<Requirement> rows = new ArrayList<>();
        for (Path file : yamlFiles(folder)) {
            String capability = file.getFileName().toString().replace(".yaml", "");
            List<Requirement> part;
            try {
                part = yaml.readValue(file.toFile(), new TypeReference<>() {});
            } catch (JsonMappingException e) {
                throw new IOException(file + ": " + e.getOriginalMessage() + " at " + e.getPathReference(), e);
            }
            for (Requirement row : part) {
                if (!row.capability().equals(capability)) {
                    throw new IOException(file + ": " + row.id() + " is of capability " + row.capability());
                }
            }
            rows.addAll(part);
        }
        return rows;
    }
}
