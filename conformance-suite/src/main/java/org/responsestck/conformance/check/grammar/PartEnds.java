package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.responsestck.conformance.dialect.Trait;

/** What can only be told of the parts of a message when the stream is over: the order of their ends, and the chain of texts. */
final class PartEnds {
    private final Rules rules;
    private final Findings findings;

    PartEnds(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    /**
     * Judges one item at the end of the stream.
     *
     * @param closing whether everything open must have been closed
     * @param failed whether a failure excuses what is open
     * @param end where the terminal event stands
     */
    void finish(ItemState item, boolean closing, boolean failed, Spot end) {
        boolean echo = rules.is(Trait.ECHOES_INPUT) && ItemForm.isInput(item.doneItem);
        if (!item.message() || echo) {
            return;
        }
        for (PartState part : item.parts.values()) {
            order(item, part, closing, failed, end);
        }
        if (item.isDone() && item.doneItem.isObject() && item.parts.isEmpty() && !item.ghost) {
            unstreamed(item);
        }
        for (PartState part : item.parts.values()) {
            texts(item, part);
        }
        if (item.isDone() && item.doneItem.isObject() && !item.parts.isEmpty()) {
            content(item);
        }
    }

    private void order(ItemState item, PartState part, boolean closing, boolean failed, Spot end) {
        boolean must = (closing || item.isDone()) && !failed;
        if (part.fills > 0 || part.closes > 0 || must) {
            findings.judged(Invariant.C5);
        }
        String kind = part.refusal ? "response.refusal" : "response.output_text";
        Spot at = item.isDone() ? item.done : end;
        String found = null;
        Spot spot = at;
        String expected = "deltas, " + kind + ".done, response.content_part.done, response.output_item.done";
        if (part.fills > 1) {
            found = kind + ".done " + part.fills + " times";
            spot = part.filled;
        } else if (part.closes > 1) {
            found = "response.content_part.done " + part.closes + " times";
            spot = part.closed;
        } else if (after(part.lastDelta, part.filled)) {
            found = "a delta after " + kind + ".done";
            spot = part.lastDelta;
        } else if (part.fills > 0 && after(part.filled, part.closed)) {
            found = kind + ".done after response.content_part.done";
            spot = part.filled;
        } else if (part.fills == 0 && (must || part.closes > 0) && textual(part)) {
            found = part.closes == 0
                    ? "neither " + kind + ".done nor response.content_part.done"
                    : "no " + kind + ".done";
            spot = part.closes > 0 ? part.closed : at;
        } else if (part.closes == 0 && must) {
            found = "no response.content_part.done";
        } else if (after(part.closed, item.done) || after(part.filled, item.done)) {
            found = "closed after response.output_item.done";
            spot = part.closed.there() ? part.closed : part.filled;
        }
        if (found != null) {
            findings.broken(Invariant.C5, "order " + item.number + "/" + part.index, "", spot, "", expected, found);
        }
    }

    /** Parts of unknown types may be filled by events nobody documented. */
    private static boolean textual(PartState part) {
        return part.ghost || part.type().equals("output_text") || part.type().equals("refusal") || part.deltaCount > 0;
    }

    private static boolean after(Spot late, Spot early) {
        return late.there() && early.there() && late.event() > early.event();
    }

    /** Text that the closed item shows though no event of a part ever came. */
    private void unstreamed(ItemState item) {
        String text = ItemForm.text(item.doneItem);
        if (!text.isEmpty()) {
            item.contentReported = true;
            findings.broken(
                    Invariant.C9,
                    "none " + item.number,
                    "",
                    item.done,
                    "/item/content",
                    "text streamed in at least one delta",
                    "no delta, yet " + text.length() + " characters at done");
        }
    }

    /** The chain of texts: deltas, done text, closed part, content of the closed item. One odd link is one finding. */
    private void texts(ItemState item, PartState part) {
        JsonNode shown = item.doneItem.path("content").path((int) Math.min(part.index, Integer.MAX_VALUE));
        String member = part.textMember();
        String sum = part.deltas.toString();
        String done = part.doneText;
        String closed =
                part.closedPart.isObject() ? part.closedPart.path(member).asText("") : null;
        String shownText = shown.isObject() ? shown.path(member).asText("") : null;
        String whole = done != null ? done : closed != null ? closed : shownText;
        if (part.deltaCount == 0 && whole != null && !whole.isEmpty()) {
            item.contentReported = true;
            findings.broken(
                    Invariant.C9,
                    "none " + item.number + "/" + part.index,
                    "",
                    part.filled.there() ? part.filled : part.closed,
                    "",
                    "at least one delta",
                    "none, yet " + whole.length() + " characters");
            sum = whole;
        } else if (part.spoiled) {
            sum = whole == null ? sum : whole;
        }
        boolean skip = false;
        if (done != null) {
            findings.judged(Invariant.C6);
            if (!done.equals(sum)) {
                report(item, Invariant.C6, part, part.filled, "/" + member, sum, done);
                skip = closed != null && closed.equals(sum);
            }
        }
        if (done != null && closed != null) {
            findings.judged(Invariant.C7);
            if (!skip && !closed.equals(done)) {
                report(item, Invariant.C7, part, part.closed, "/part/" + member, done, closed);
                skip = shownText != null && shownText.equals(done);
            } else {
                skip = false;
            }
        }
        if (closed != null && shownText != null && !shownText.equals(closed)) {
            findings.judged(Invariant.C8);
            if (!skip) {
                report(
                        item,
                        Invariant.C8,
                        part,
                        item.done,
                        "/item/content/" + part.index + "/" + member,
                        closed,
                        shownText);
            } else {
                item.contentReported = true;
            }
        }
    }

    private void report(
            ItemState item,
            Invariant invariant,
            PartState part,
            Spot spot,
            String pointer,
            String expected,
            String actual) {
        item.contentReported = true;
        String[] both = Json.excerpts(expected, actual);
        findings.broken(invariant, item.number + "/" + part.index, "", spot, pointer, both[0], both[1]);
    }

    /** The closed parts beside the content of the closed item, apart from their texts. */
    private void content(ItemState item) {
        findings.judged(Invariant.C8);
        JsonNode content = item.doneItem.path("content");
        List<PartState> parts = List.copyOf(item.parts.values());
        long shown = count(content);
        if (!content.isArray() || shown != parts.size()) {
            if (content.isArray() && shown > parts.size() && findings.isBroken(Invariant.C3)) {
                return;
            }
            item.contentReported = true;
            findings.broken(
                    Invariant.C8,
                    "size " + item.number,
                    "",
                    item.done,
                    "/item/content",
                    parts.size() + (parts.size() == 1 ? " part" : " parts"),
                    content.isArray() ? shown + (shown == 1 ? " part" : " parts") : Json.show(content));
            return;
        }
        for (PartState part : parts) {
            JsonNode there = content.path((int) part.index);
            if (part.closedPart.isObject() && there.isObject()) {
                members(item, part, there);
            }
        }
    }

    private static long count(JsonNode content) {
        long count = 0;
        for (JsonNode part : content) {
            String type = Json.text(part, "type");
            if (type == null || type.equals("output_text") || type.equals("refusal")) {
                count++;
            }
        }
        return count;
    }

    private void members(ItemState item, PartState part, JsonNode there) {
        String pointer = "/item/content/" + part.index;
        ItemForm.Difference found = ItemForm.part(part.closedPart, there, pointer);
        if (found != null && !found.text()) {
            item.contentReported = true;
            findings.broken(
                    Invariant.C8,
                    "member " + item.number + "/" + part.index,
                    "",
                    item.done,
                    found.pointer(),
                    found.expected(),
                    found.actual());
        }
        for (var member : part.closedPart.properties()) {
            String name = member.getKey();
            boolean known = List.of("type", "text", "refusal", "annotations").contains(name);
            JsonNode other = there.path(name);
            if (!known
                    && !Json.nothing(member.getValue())
                    && !Json.nothing(other)
                    && !Json.same(member.getValue(), other)) {
                findings.broken(
                        Invariant.C8,
                        name,
                        "other-member",
                        item.done,
                        pointer + "/" + name,
                        Json.show(member.getValue()),
                        Json.show(other));
            }
        }
    }
}
