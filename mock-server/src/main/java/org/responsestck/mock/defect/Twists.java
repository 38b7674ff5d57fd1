package org.responsestck.mock.defect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All defects, variations and quirks. */
public final class Twists {
    private static final Map<String, Twist> BY_ID = index();

    private Twists() {}

    private static Map<String, Twist> index() {
        Map<String, Twist> map = new LinkedHashMap<>();
        Stream.of(
                        AdmissionDefects.all(),
                        StoreDefects.all(),
                        DeletionDefects.all(),
                        ListDefects.all(),
                        RaceDefects.all(),
                        StateDefects.all(),
                        ModelDefects.all(),
                        DocumentDefects.all(),
                        EventDefects.all(),
                        ItemEventDefects.all(),
                        SnapshotDefects.all(),
                        FrameDefects.all(),
                        ToolDefects.all(),
                        WireDefects.all(),
                        ServerToolDefects.all(),
                        AccountDefects.all(),
                        RequestDefects.all(),
                        RefusalDefects.all(),
                        RouteDefects.all(),
                        StandingDefects.all(),
                        ToolRefusalDefects.all(),
                        FormDefects.all(),
                        HangUpDefects.all(),
                        MemberDefects.all(),
                        ItemDefects.all(),
                        EchoDefects.all(),
                        LimitDefects.all(),
                        AnswerDefects.all(),
                        Variations.all(),
                        MoreVariations.all(),
                        Quirks.all())
                .flatMap(List::stream)
                .forEach(twist -> {
                    if (map.put(twist.id(), twist) != null) {
                        throw new IllegalStateException("two twists are named " + twist.id());
                    }
                });
        return java.util.Collections.unmodifiableMap(map);
    }

    public static List<Twist> all() {
        return List.copyOf(BY_ID.values());
    }

    public static Optional<Twist> find(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
