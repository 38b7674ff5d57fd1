package org.responsestck.conformance.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.requirement.Catalogue;

class DialectsTest {
    /** A comment, or a text in quotes; what comes first wins, so that neither is found in the other. */
    private static final Pattern TEXTS = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])'", Pattern.DOTALL);

    @Test
    void anUnknownProfileIsRefusedWithTheNamesOfTheKnown() {
        assertThatThrownBy(() -> Dialects.of("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no profile other; there are " + Dialects.names());
    }

    @Test
    void everyProfileHasRowsAndAFrozenSet() {
        assertThat(Dialects.all()).allSatisfy(dialect -> {
            assertThat(Catalogue.load().of(dialect.name())).isNotEmpty();
            assertThat(Catalogue.load().set(dialect.name())).isPresent();
        });
    }

    @Test
    void aProfileThatIsJudgedHasSchemas() {
        assertThat(Dialects.judged())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(
                                getClass().getResource("/org/responsestck/schemas/json/" + name + "/unions.json"))
                        .isNotNull());
    }

    @Test
    void theFirstProfileIsTheOneThatIsMeantWhereNoneIsNamed() {
        assertThat(Dialects.all().get(0).name()).isEqualTo(Dialects.DEFAULT);
    }

    /** Also inside a sentence: what is said about the profiles follows from the registry. */
    @Test
    void onlyTheDialectsSayTheNameOfAProfile() throws IOException {
        Pattern name = Pattern.compile("(?<![\\w.-])(" + Dialects.names().replace(", ", "|") + ")(?![\\w-]|\\.\\w)");
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            TEXTS.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .filter(text -> text.startsWith("\""))
                    .filter(text -> name.matcher(text).find())
                    .forEach(text -> found.add(file.getFileName() + ": " + text));
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("conformance-suite", "mock-server", "reports")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.getParent().toString().contains("/dialect"))
                        .forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(100);
        return all;
    }
}
