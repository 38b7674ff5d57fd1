package org.responsestck.mock.responder;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Orders about the wording of an answer: "reply with only X", "if you do not know, say X". */
final class Orders {
    /** Words that begin a description of the answer instead of being the answer. */
    private static final Set<String> DESCRIPTIONS = Set.of(
            "it",
            "them",
            "that",
            "this",
            "these",
            "the",
            "your",
            "my",
            "our",
            "his",
            "her",
            "its",
            "their",
            "only",
            "just",
            "with",
            "in",
            "both",
            "one",
            "two",
            "three",
            "a",
            "an",
            "all",
            "each",
            "any",
            "as",
            "to",
            "me",
            "by",
            "using",
            "from",
            "at",
            "when",
            "if",
            "about",
            "and",
            "or",
            "what",
            "whatever",
            "something",
            "anything",
            "nothing",
            "everything",
            "json",
            "questions",
            "again",
            "thanks",
            "please");

    private static final String VERB = "(?:reply|answer|respond|say|write|output|return)";
    private static final String FILLER =
            "(?:(?:with|only|just|exactly|simply|this|the\\s+(?:single\\s+|one\\s+|following\\s+)?(?:word|text|phrase))\\s*:?\\s+)*";
    private static final String VALUE = "(?:[\"“'‘]([^\"”'’\\n]{1,80})[\"”'’]|([\\p{L}\\p{N}_/-]+))";
    private static final String NOT_KNOWN =
            "\\b(?:not|don't|doesn't|didn't|cannot|can't|never|no|none|nobody|nothing|unsure|unknown|missing|isn't|wasn't|weren't|haven't|hasn't|unable)\\b";

    /** What follows a colon is to be said as it stands. */
    private static final Pattern EXACTLY = Pattern.compile(
            "(?is)\\brepeat\\s+(?:exactly\\s+)?(?:this|the following|after me)\\s*(?:\\w+\\s+)?(?:and nothing else\\s*)?:\\s*(.+)$"
                    + "|^\\s*(?:please\\s+)?(?:repeat|echo|say exactly)\\s*:\\s*(.+)$"
                    + "|\\b(?:output|write|print|reply|respond|answer|say)\\s+(?:with\\s+)?(?:only\\s+|just\\s+|exactly\\s+)*(?:the|this)\\s+(?:following\\s+)?(?:text|phrase|sentence|words|line)\\s*:\\s*(.+)$");

    private static final Pattern REPLY =
            Pattern.compile("(?i)\\b(?:reply|answer|respond|say)\\s+(" + FILLER + ")" + VALUE);
    private static final Pattern BEGIN = Pattern.compile(
            "(?i)\\b(?:begin|start)\\s+(?:every|each|all|your)\\s+(?:of\\s+)?(?:your\\s+)?(?:answers?|repl(?:y|ies)|responses?)\\s+with\\s+(?:the\\s+word\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)");
    private static final Pattern WHENEVER = Pattern.compile(
            "(?i)\\b(?:whenever|when|if)\\s+(?:the\\s+user|i)\\s+(?:writes?|says?|types?|sends?)\\s+(?:the\\s+word\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)[\"'”]?\\s*,?\\s*(?:then\\s+)?(?:you\\s+)?(?:answer|reply|respond|say)\\s+(?:with\\s+)?(?:only\\s+)?[\"'“]?([\\p{L}\\p{N}_-]+)");
    /** "If you do not know, reply X", "Reply X if you were never told", "otherwise X". */
    private static final List<Pattern> UNKNOWN = List.of(
            Pattern.compile("(?i)\\b(?:if|when|in case|should)\\b[^.;!?\\n]{0,120}?" + NOT_KNOWN
                    + "[^.;!?\\n]{0,120}?[,:]?\\s+(?:then\\s+)?(?:you\\s+)?(?:please\\s+|just\\s+|simply\\s+)*" + VERB
                    + "\\s+"
                    + FILLER + VALUE),
            Pattern.compile("(?i)\\b" + VERB + "\\s+" + FILLER + VALUE
                    + "\\s*,?\\s*\\b(?:if|when|in case)\\b[^.;!?\\n]{0,120}?" + NOT_KNOWN + "[^.;!?\\n]*"),
            Pattern.compile("(?i)[,;.]?\\s*\\b(?:otherwise|or else|or)\\b,?\\s+(?:please\\s+|just\\s+)?" + VERB + "\\s+"
                    + FILLER + VALUE),
            Pattern.compile(
                    "[,;.]?\\s*\\b(?:[Oo]therwise|or else|or)\\b,?\\s+(?:\"([^\"\\n]{1,80})\"|(\\p{Lu}{3,}))(?=\\s*(?:[.!?]|if\\b|$))(?:\\s*if\\b[^.;!?\\n]*)?"));

    /** Stands in every order for what is not known. */
    private static final Pattern CONDITION = Pattern.compile("(?i)\\b(?:if|when|in case|should|otherwise|or)\\b");

    private static final Pattern ENDED = Pattern.compile(
            "(?i)\\s*(?:$|[.,;:!?\\n)]|\\b(?:and nothing|only|now|please|to confirm|when you|then)\\b)");
    private static final Pattern BARE = Pattern.compile(
            "(?i)\\b(?:only|just the|nothing else|nothing but|one word|single word|a number|as a number|no other words?)\\b");

    private Orders() {}

    /** What is to be repeated to the letter, however long. */
    static Optional<String> exactly(String ask) {
        Matcher exactly = EXACTLY.matcher(ask);
        return exactly.find()
                ? IntStream.rangeClosed(1, exactly.groupCount())
                        .mapToObj(exactly::group)
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .findFirst()
                : Optional.empty();
    }

    /** The wording that is demanded. */
    static Optional<String> wording(String ask) {
        Optional<String> last = Optional.empty();
        Matcher reply = REPLY.matcher(ask);
        while (reply.find()) {
            if (isWording(reply, ask)) {
                last = Optional.of(value(reply, 2));
            }
        }
        return last;
    }

    /** A bare word is the answer if it is quoted, announced, or all that is said: not the beginning of a description. */
    private static boolean isWording(Matcher reply, String ask) {
        if (reply.group(2) != null) {
            return true;
        }
        String word = reply.group(3).toLowerCase(Locale.ROOT);
        if (DESCRIPTIONS.contains(word) || (word.length() > 4 && word.endsWith("ly"))) {
            return false;
        }
        String rest = ask.substring(reply.end());
        return !reply.group(1).isBlank() && !reply.group(1).strip().equalsIgnoreCase("with")
                || ENDED.matcher(rest).lookingAt();
    }

    private static String value(Matcher matcher, int quoted) {
        return matcher.group(quoted) != null ? matcher.group(quoted) : matcher.group(quoted + 1);
    }

    static boolean isOrder(String ask) {
        return exactly(ask).isPresent() || wording(ask).isPresent();
    }

    /** What is to be said instead of an answer that is not known. */
    static Optional<String> whenUnknown(String text) {
        if (!CONDITION.matcher(text).find()) {
            return Optional.empty();
        }
        return UNKNOWN.stream()
                .map(pattern -> pattern.matcher(text.replace('’', '\'')))
                .filter(Matcher::find)
                .map(found -> value(found, 1))
                .findFirst();
    }

    /** The text without the orders for what is not known, so that these are not taken for the answer. */
    static String withoutUnknown(String text) {
        if (!CONDITION.matcher(text).find()) {
            return text;
        }
        String left = text;
        for (Pattern pattern : UNKNOWN) {
            left = pattern.matcher(left).replaceAll(" ");
        }
        return left;
    }

    /** Whether the bare value is wanted, without a sentence around it. */
    static boolean bare(String ask) {
        return BARE.matcher(ask).find();
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
