package org.responsestck.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.responsestck.conformance.evidence.Recorded;

class ReadingsTest {
    private static final String REST = "'id':'r','status':'completed','model':'m'";

    private static List<String> found(String a, String b, boolean history) {
        return Readings.createAndGet(Recorded.json("{" + REST + a + "}"), Recorded.json("{" + REST + b + "}"), history)
                .stream()
                .map(d -> d.variant() + d.pointer())
                .toList();
    }

    private static String output(String... items) {
        return ",'output':[" + String.join(",", items) + "]";
    }

    private static String message(String role, String text) {
        return "{'type':'message','role':'" + role + "','content':[{'type':'output_text','text':'" + text + "'}]}";
    }

    @Test
    void theEarlierConversationMayStandBeforeTheOutput() {
        String create = output(message("assistant", "b"));
        String get = output(
                message("user", "x"), message("assistant", "a"), message("user", "y"), message("assistant", "b"));
        assertThat(found(create, get, true)).isEmpty();
        assertThat(found(create, get, false)).containsExactly("/output");
    }

    @Test
    void anotherTextIsADifference() {
        assertThat(found(output(message("assistant", "a")), output(message("assistant", "b")), true))
                .containsExactly("/output");
    }

    @Test
    void outputThatIsLostIsADifferenceThoughItIsATail() {
        assertThat(found(output(message("assistant", "a")), output(), true)).containsExactly("/output");
    }

    @Test
    void aCallIsTheSameInEitherFormHoweverItsArgumentsAreWritten() {
        String flat = "{'type':'function_call','call_id':'c','name':'f','arguments':'[1, 2]'}";
        String nested = "{'type':'tool_call','call_id':'c','function':{'name':'f','arguments':'[1,2]'}}";
        assertThat(found(output(flat), output(nested), true)).isEmpty();
        assertThat(found(output(flat), output(nested.replace("[1,2]", "[1,3]")), true))
                .containsExactly("/output");
        assertThat(found(output(flat), output(nested.replace("'c'", "'d'")), true))
                .containsExactly("/output");
    }

    @Test
    void numbersAreNearAndNullIsAbsent() {
        assertThat(found(",'temperature':0.2,'error':null", ",'temperature':0.2000000001", true))
                .isEmpty();
        assertThat(found(",'temperature':0.2", ",'temperature':0.3", true)).containsExactly("/temperature");
    }

    @Test
    void aSettingThatOnlyGetShowsIsNoDifferenceAndALostOneIsMild() {
        assertThat(found("", ",'temperature':1.0,'tools':[{'type':'function'}]", true))
                .isEmpty();
        assertThat(found(",'temperature':1.0", ",'temperature':null", true))
                .containsExactly("setting-absent/temperature");
    }

    @Test
    void defaultsThatTheServerAddsToAToolAreNoDifference() {
        String tool = ",'tools':[{'type':'function','name':'f'}]";
        assertThat(found(tool, tool.replace("'f'", "'f','strict':true"), true)).isEmpty();
        assertThat(found(tool, tool.replace("'f'", "'g'"), true)).containsExactly("/tools");
    }

    @Test
    void metadataUsageAndReasonOfTheEndMustStay() {
        assertThat(found(",'metadata':{'a':'b'}", ",'metadata':{}", true)).containsExactly("/metadata");
        assertThat(found(",'metadata':{}", "", true)).isEmpty();
        assertThat(found(",'usage':{'total_tokens':3}", ",'usage':{'total_tokens':4}", true))
                .containsExactly("/usage");
        assertThat(found(",'incomplete_details':{'reason':'max_output_tokens'}", "", true))
                .containsExactly("/incomplete_details");
    }

    @Test
    void aResponseThatIsNotOverMayStillChange() {
        var early = Recorded.json("{'id':'r','status':'in_progress','output':[]}");
        var late = Recorded.json("{'id':'r','status':'completed','output':[" + message("assistant", "a") + "]}");
        assertThat(Readings.createAndGet(early, late, true)).isEmpty();
    }

    @Test
    void anotherTimeOfCreationIsAVariantOfItsOwn() {
        assertThat(found(",'created_at':1", ",'created_at':2", true)).containsExactly("created-at/created_at");
    }
}
