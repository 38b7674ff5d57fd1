package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.responsestck.conformance.evidence.Recorded;
import org.responsestck.conformance.requirement.Catalogue;
import org.responsestck.conformance.requirement.Requirement;
import org.responsestck.conformance.wire.StrictJson;

class SchemasTest {
    private final Schemas schemas = Schemas.of("fireworks");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("../schemas/json/fireworks"))) {
            return all.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRowAndVariantASchemaNamesIsInTheCatalogue(Path file) throws IOException {
        for (JsonNode attribution : Samples.JSON.readTree(file.toFile()).findValues("x-requirement")) {
            String id = attribution.path("id").asText();
            assertThat(Catalogue.load().find(id)).as(id).isPresent();
            for (String key : List.of("absent", "null", "type", "value")) {
                List<String> names = new ArrayList<>();
                JsonNode named = attribution.path(key);
                (named.isArray() ? named : List.of(named)).forEach(n -> names.add(n.asText("")));
                for (String name : names) {
                    for (SchemasTarget target : target(id, name)) {
                        Requirement row = Catalogue.load().get(target.requirement());
                        assertThat(row.appliesTo("fireworks")).as(row.id()).isTrue();
                        if (!target.variant().isEmpty()) {
                            assertThat(row.variants()).as(row.id()).containsKey(target.variant());
                        }
                    }
                }
            }
        }
    }

    private static List<SchemasTarget> target(String id, String name) {
        ObjectNode schema = Samples.JSON.createObjectNode();
        schema.putObject("x-requirement").put("id", id).put("type", name);
        return SchemasTarget.find(schema, List.of(), "", "type");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyKindThatIsNamedHasAFile(Path file) throws IOException {
        JsonNode schema = Samples.JSON.readTree(file.toFile());
        JsonNode unions = Samples.JSON.readTree(
                Path.of("../schemas/json/fireworks/unions.json").toFile());
        List<String> named = new ArrayList<>();
        schema.path("x-contains").forEach(k -> named.add(k.asText()));
        for (JsonNode union : file.endsWith("unions.json") ? schema : Samples.JSON.createObjectNode()) {
            union.path("kinds").forEach(k -> named.add(k.asText()));
            union.path("else").forEach(r -> named.add(r.path("kind").asText("usage")));
        }
        for (String kind : named) {
            assertThat(unions.has(kind) || Files.exists(file.resolveSibling(kind + ".json")))
                    .as(kind)
                    .isTrue();
        }
    }

    @Test
    void aLegalResponseHasNoViolation() {
        assertThat(schemas.validate("response-finished", Samples.response())).isEmpty();
    }

    @Test
    void aViolationSaysWhereAndWhat() {
        JsonNode response = Samples.response(Samples.set("/usage/prompt_tokens", "'15'"));
        assertThat(schemas.validate("response-finished", response))
                .containsExactly(new SchemasFinding("USAGE-002", "", "/usage/prompt_tokens", "integer", "\"15\""));
    }

    @Test
    void onlyTheChosenBranchOfAUnionSpeaks() {
        JsonNode response = Samples.response(Samples.set("/output/0/content/0", "{'type': 'output_text', 'text': 7}"));
        assertThat(schemas.validate("response-finished", response))
                .containsExactly(new SchemasFinding("RESP-MSG-005", "", "/output/0/content/0/text", "string", "7"));
    }

    @Test
    void aMemberOfTwoRowsIsReportedToBoth() {
        JsonNode response = Samples.response(Samples.set("/status", "null"));
        assertThat(schemas.validate("response-finished", response))
                .extracting(SchemasFinding::requirement)
                .contains("RESP-STATUS-001", "RESP-TYPE-001");
    }

    @ParameterizedTest
    @CsvSource({"1750000000.0", "1.75e9", "1750000000"})
    void integersAreIntegersByValue(String written) {
        String text = Samples.response().toString().replace("\"created_at\":1750000000", "\"created_at\":" + written);
        assertThat(schemas.validate("response-finished", StrictJson.read(text).value()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'detail': 'no such response'} | true",
                "{'detail': [{'loc': ['body', 0], 'msg': 'wrong', 'type': 'value_error'}]} | true",
                "{'error': {'message': 'no', 'type': 'invalid_request_error', 'code': null}, 'more': 1} | true",
                "{'error': 'unauthorized'} | true",
                "{'error': {'type': 'x'}} | false",
                "{'detail': ''} | false",
                "{'detail': []} | false",
                "{'message': 'no'} | false"
            })
    void errorBodiesHaveOneOfFourForms(String body, boolean legal) {
        assertThat(schemas.validate("error-body", Recorded.json(body)).isEmpty())
                .isEqualTo(legal);
    }

    @Test
    void listsAndDeleteAnswersHaveSchemas() {
        assertThat(schemas.validate("list", Recorded.json("{'object': 'list', 'data': [], 'has_more': false}")))
                .isEmpty();
        assertThat(schemas.validate("list", Recorded.json("{'data': {}}")))
                .extracting(SchemasFinding::pointer)
                .containsExactlyInAnyOrder("/has_more", "/data");
        assertThat(schemas.validate("deleted", Recorded.json("{'message': 'gone'}")))
                .isEmpty();
        assertThat(schemas.validate("deleted", Recorded.json("{'deleted': true}")))
                .extracting(SchemasFinding::requirement)
                .containsExactly("DELETE-002");
    }

    @Test
    void aProfileWithoutSchemasFindsNothing() {
        assertThat(Schemas.of("openai").present()).isFalse();
        assertThat(Schemas.of("openai").validate("response-finished", Recorded.json("{}")))
                .isEmpty();
        assertThatThrownBy(() -> Schemas.of("elsewhere")).isInstanceOf(IllegalArgumentException.class);
    }
}
