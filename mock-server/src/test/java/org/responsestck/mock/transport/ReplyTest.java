package org.responsestck.mock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyTest {
    private static Reply of(Reply.Frame... frames) {
        return new Reply(200, Map.of(), List.of(frames), Ending.NORMAL);
    }

    private static Reply.Frame frame(int delayMillis, int bytes) {
        return new Reply.Frame(delayMillis, new byte[bytes]);
    }

    @Test
    void leavesTogetherWhenNothingWaitsOrBreaksOrFollows() {
        Reply reply = of(frame(0, 3), frame(0, 4));
        assertThat(reply.together(7)).isTrue();
        assertThat(reply.together(6)).isFalse();
        assertThat(reply.withEnding(new Ending(Ending.Kind.STALL, 1)).together(7))
                .isFalse();
        assertThat(reply.withMore(number -> frame(0, 1)).together(7)).isFalse();
        assertThat(reply.withLive(sink -> {}).together(7)).isFalse();
    }

    @Test
    void aPauseOrAFrameForItsOwnSakeLeavesAlone() {
        assertThat(of(frame(0, 3), frame(1, 3)).together(9)).isFalse();
        assertThat(of(frame(0, 0), frame(0, 3)).together(9)).isFalse();
    }
}
