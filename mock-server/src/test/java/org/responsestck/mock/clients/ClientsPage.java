package org.responsestck.mock.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of {@code docs/clients.md}: one row per client and way to start the mock, each written by the run of that client. */
final class ClientsPage {
    /** Heads of the columns, by the name a client's run gives the step. */
    private static final List<String> STEPS = List.of(
            "create", "stream", "tools", "chain", "history", "structured", "unstored", "retrieve", "delete", "gone");

    private final Path page;
    private final boolean write;

    private ClientsPage(Path page, boolean write) {
        this.page = page;
        this.write = write;
    }

    /** Writes if the property {@code tck.clients.write} is true, else compares. */
    static ClientsPage open() {
        return new ClientsPage(Path.of("..", "docs", "clients.md"), Boolean.getBoolean("tck.clients.write"));
    }

    /**
     * Puts a row in place of the row that begins alike, or at the end of the table.
     *
     * @param client name and version
     * @param names how the mock was started
     * @param outcomes text by step
     */
    void row(String client, String names, Map<String, String> outcomes) throws IOException {
        assertThat(outcomes).containsOnlyKeys(STEPS);
        String row = STEPS.stream()
                .map(outcomes::get)
                .collect(Collectors.joining(" | ", "| " + client + " | " + names + " | ", " |"));
        List<String> lines = new ArrayList<>(Files.readAllLines(page));
        if (!write) {
            assertThat(lines)
                    .as(
                            "docs/clients.md is what the clients did; if this row is right, run again with -Dtck.clients.write=true")
                    .contains(row);
            return;
        }
        String start = "| " + client.substring(0, client.lastIndexOf(' ')) + " ";
        int at = -1;
        int end = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            end = line.startsWith("|") ? i : end;
            at = line.startsWith(start) && line.contains(" | " + names + " | ") ? i : at;
        }
        if (at >= 0) {
            lines.set(at, row);
        } else {
            lines.add(end + 1, row);
        }
        Files.write(page, lines);
    }
}
