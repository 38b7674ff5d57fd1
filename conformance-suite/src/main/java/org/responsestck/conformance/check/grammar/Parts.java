package org.responsestck.conformance.check.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.responsestck.conformance.check.grammar.EventType.Role;
import org.responsestck.conformance.dialect.Trait;
import org.responsestck.conformance.evidence.ExchangeView.StreamEvent;

/** The machine of the content parts of a message. */
final class Parts {
    private final Rules rules;
    private final Findings findings;

    Parts(Rules rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    void accept(StreamEvent event, EventType type, ItemState item, @Nullable Long content) {
        Spot spot = Spot.of(event);
        if (type.role() == Role.PART_ADDED) {
            added(event, item, content == null ? item.nextPart : content, spot);
            return;
        }
        PartState part = part(item, content, type, spot);
        switch (type.role()) {
            case TEXT_DELTA, REFUSAL_DELTA -> delta(event, type, part, spot);
            case TEXT_DONE, REFUSAL_DONE -> filled(event, type, part, spot);
            case PART_DONE -> closed(event, item, part, spot);
            default -> {
                // An annotation needs an open part and nothing else.
            }
        }
    }

    private void added(StreamEvent event, ItemState item, long index, Spot spot) {
        findings.judged(Invariant.C3);
        PartState part = item.parts.get(index);
        if (part != null && part.ghost && !part.added.there()) {
            part.added = spot;
            part.addedPart = event.data().path("part");
            return;
        }
        if (index != item.nextPart) {
            findings.broken(
                    Invariant.C3,
                    "added " + item.number,
                    "",
                    spot,
                    "/content_index",
                    String.valueOf(item.nextPart),
                    String.valueOf(index));
        }
        if (part != null) {
            return; // announced twice
        }
        findings.judged(Invariant.I11);
        PartState before = item.parts.isEmpty() ? null : item.parts.lastEntry().getValue();
        if (before != null && before.closes == 0 && !before.ghost) {
            findings.broken(
                    Invariant.I11,
                    "open " + item.number,
                    "",
                    spot,
                    "/content_index",
                    "the part before closed first",
                    "part " + index + " opened meanwhile");
        }
        part = new PartState(index);
        part.added = spot;
        part.addedPart = event.data().path("part");
        item.parts.put(index, part);
        item.nextPart = index + 1;
        zero(part, spot);
    }

    /** What a part must look like when it is added. */
    private void zero(PartState part, Spot spot) {
        findings.judged(Invariant.C2);
        JsonNode node = part.addedPart;
        String type = Json.text(node, "type");
        if (type == null) {
            findings.broken(
                    Invariant.C2,
                    "type",
                    "",
                    spot,
                    node.isObject() ? "/part/type" : "/part",
                    node.isObject() ? "output_text" : "an object",
                    Json.show(node.isObject() ? node.path("type") : node));
            return;
        }
        part.refusal = type.equals("refusal");
        if (!type.equals("output_text") && !part.refusal) {
            findings.broken(
                    Invariant.C2, "other type", "other-type", spot, "/part/type", "output_text", Findings.brief(type));
            return;
        }
        JsonNode text = node.path(part.textMember());
        if (!text.isTextual() || !text.textValue().isEmpty()) {
            findings.broken(
                    Invariant.C2,
                    "text",
                    text.isMissingNode() ? "absent" : text.isNull() ? "null" : "",
                    spot,
                    "/part/" + part.textMember(),
                    "\"\"",
                    Json.show(text));
        }
        if (rules.is(Trait.PART_ANNOTATIONS)
                && !part.refusal
                && !node.path("annotations").isArray()) {
            findings.broken(
                    Invariant.C2,
                    "annotations",
                    "annotations",
                    spot,
                    "/part/annotations",
                    "[]",
                    Json.show(node.path("annotations")));
        }
    }

    /** The part an event is about; opened here, with a finding, when nobody opened it. */
    private PartState part(ItemState item, @Nullable Long content, EventType type, Spot spot) {
        findings.judged(Invariant.C1);
        if (content == null) {
            if (!item.parts.isEmpty()) {
                return item.parts.lastEntry().getValue();
            }
            content = 0L;
        }
        PartState part = item.parts.get(content);
        if (part != null) {
            return part;
        }
        PartState open = item.parts.isEmpty() ? null : item.parts.lastEntry().getValue();
        if (open != null && open.closes == 0) {
            findings.broken(
                    Invariant.C3,
                    "changed " + item.number,
                    "",
                    spot,
                    "/content_index",
                    String.valueOf(open.index),
                    content + " in " + type.type());
            return open;
        }
        findings.broken(
                Invariant.C1,
                item.number + "/" + content,
                "",
                spot,
                "",
                "response.content_part.added for content_index " + content,
                type.type() + " without it");
        part = new PartState(content);
        part.ghost = true;
        part.refusal = type.role() == Role.REFUSAL_DELTA || type.role() == Role.REFUSAL_DONE;
        item.parts.put(content, part);
        item.nextPart = Math.max(item.nextPart, content + 1);
        return part;
    }

    private void fitting(EventType type, PartState part, Spot spot) {
        boolean refusal = type.role() == Role.REFUSAL_DELTA || type.role() == Role.REFUSAL_DONE;
        if (part.ghost) {
            return;
        }
        findings.judged(Invariant.C4);
        if (refusal != part.refusal) {
            findings.broken(
                    Invariant.C4,
                    "type " + part.index,
                    "",
                    spot,
                    "/type",
                    "events that fit a part of type " + (part.refusal ? "refusal" : "output_text"),
                    type.type());
        }
    }

    private void delta(StreamEvent event, EventType type, PartState part, Spot spot) {
        fitting(type, part, spot);
        findings.judged(Invariant.C9);
        part.deltaCount++;
        part.lastDelta = spot;
        JsonNode delta = event.data().path("delta");
        if (delta.isTextual()) {
            part.deltas.append(delta.textValue());
        } else {
            part.spoiled = true;
            findings.broken(Invariant.C9, "delta", "", spot, "/delta", "a string", Json.show(delta));
        }
    }

    private void filled(StreamEvent event, EventType type, PartState part, Spot spot) {
        fitting(type, part, spot);
        part.fills++;
        if (part.fills == 1) {
            part.filled = spot;
            String member = type.role() == Role.REFUSAL_DONE ? "refusal" : "text";
            JsonNode text = event.data().path(member);
            part.doneText = text.isTextual() ? text.textValue() : "";
        }
    }

    private void closed(StreamEvent event, ItemState item, PartState part, Spot spot) {
        part.closes++;
        if (part.closes > 1) {
            return;
        }
        part.closed = spot;
        part.closedPart = event.data().path("part");
        String before = Json.text(part.addedPart, "type");
        String after = Json.text(part.closedPart, "type");
        if (before != null && !before.equals(after)) {
            findings.broken(
                    Invariant.C2,
                    "final " + item.number + "/" + part.index,
                    "",
                    spot,
                    "/part/type",
                    before + " as when it was added",
                    Findings.brief(after));
        }
    }
}
