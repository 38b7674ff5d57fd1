package org.responsestck.mock.responder;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders about the wording of an answer: "reply with only X". */
final class Orders {
    private static final Set<String> PRONOUNS =
            Set.of("it", "them", "that", "this", "the", "your", "only", "with", "in", "both", "one", "a");
    private static final Pattern EXACTLY = Pattern.compile(
            "(?is)\\brepeat\\s+(?:exactly\\s+)?(?:this|the following)\\s+(?:\\w+\\s+)?(?:and nothing else\\s*)?:\\s*(.+)$|^\\s*repeat\\s*:\\s*(.+)$");
    private static final Pattern REPLY = Pattern.compile(
            "(?i)\\b(?:reply|answer|respond|say)\\s+(?:with\\s+)?(?:only\\s+|just\\s+)?(?:the\\s+(?:single\\s+)?word\\s+|only\\s+the\\s+word\\s+|only\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)");
    private static final Pattern BEGIN = Pattern.compile(
            "(?i)\\bbegin\\s+(?:every|each|your)\\s+(?:answer|reply|response)\\s+with\\s+(?:the\\s+word\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)");
    private static final Pattern WHENEVER = Pattern.compile(
            "(?i)\\b(?:whenever|when|if)\\s+the\\s+user\\s+(?:writes|says|types|sends)\\s+(?:the\\s+word\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)[\"'”]?\\s*,?\\s*(?:then\\s+)?(?:answer|reply|respond)\\s+(?:with\\s+)?(?:only\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)");

    private Orders() {}

    /** The wording that is demanded to the letter. */
    static Optional<String> wording(String ask) {
        Matcher exactly = EXACTLY.matcher(ask);
        if (exactly.find()) {
            return Optional.of((exactly.group(1) != null ? exactly.group(1) : exactly.group(2)).strip());
        }
        Optional<String> last = Optional.empty();
        Matcher reply = REPLY.matcher(ask);
        while (reply.find()) {
            if (!PRONOUNS.contains(reply.group(1).toLowerCase(java.util.Locale.ROOT))) {
                last = Optional.of(reply.group(1));
            }
        }
        return last;
    }

    static boolean isOrder(String ask) {
        return wording(ask).isPresent();
    }

    /** The word every answer has to begin with. */
    static Optional<String> opening(String text) {
        Matcher begin = BEGIN.matcher(text);
        Optional<String> last = Optional.empty();
        while (begin.find()) {
            last = Optional.of(begin.group(1));
        }
        return last;
    }

    /** What a standing order says to answer to this message. */
    static Optional<String> standing(String rules, String ask) {
        Matcher whenever = WHENEVER.matcher(rules);
        while (whenever.find()) {
            if (Pattern.compile("\\b" + Pattern.quote(whenever.group(1)) + "\\b")
                    .matcher(ask)
                    .find()) {
                return Optional.of(whenever.group(2));
            }
        }
        return Optional.empty();
    }
}
